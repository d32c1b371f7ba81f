"""What comes in: files kept as they came, and what is read from them.

files.py         an upload is checked and kept under its SHA-256
bounded.py       anything that reads what strangers made runs in a process of its own, within bounds
documents.py     a document is read, cited, its mandates found, aligned: plain values
instruments.py   these values become an instrument, or correct the one that is there
mandates.py      the same for its mandates, without touching what people decided
activities/      rows of a table become activities
standings.py     a file of figures becomes where countries and regions stand
run.py           one import from the first row to the last, from wherever it stopped
"""
