"""Activities from tables: CSV of any kind, workbooks, JSON, IATI.

sheet.py          a file becomes rows of cells; in a process of its own
iati.py           activities of IATI as rows under the names of our fields
columns.py        which column is which field, guessed from headers in six languages
table_profile.py  how a table writes days and numbers, which areas it names
cells.py          a cell becomes the value of a field; days as people write them
concepts.py       names and numbers of action lines, goals, targets, commitments
rows.py           a row becomes the fields of an activity, or what is wrong with it
plan.py           what each row of a chunk would do: make, update, leave; organisations by name
alignment.py      what the words of many activities are about
chunk_writer.py   a chunk is written, whole or not at all
load.py           chunk after chunk, from where the run stopped; afterwards, mandates that drafts may answer
results.py        results in figures, in words or in columns of their own
"""
