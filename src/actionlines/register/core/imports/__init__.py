"""Imports: files as they were uploaded, and runs that read them.

files.py      checks an upload, scans it and keeps it under its SHA-256
sandbox.py    runs a reader of uploads in a process with bounds; sandbox_worker.py is that process
tables.py     guesses whether a table holds activities or figures, and returns refused rows
run.py        does one import from the first row to the last, from wherever it stopped
sheet.py      reads a table as rows of cells
actions.py    imports documents, begins and ends runs

The folder of each kind has its reader: instruments/, mandates/, activities/imports/, standings/.
"""
