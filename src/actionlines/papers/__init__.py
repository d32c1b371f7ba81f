"""A document to be read: one model, written as HTML, DOCX, PDF, XLSX and JSON; and what is made with it.

follow_up   what `review` finds
progress    what `measure` finds
account     the frozen account of a register that reports are made of
sections    tables, quotes and flags that several reports share
reports     one module for each kind of report
roadmap     road maps of action lines
"""
