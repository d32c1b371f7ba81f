"""What organisers take away: the table of dispositions (XLSX, JSON), and the text with comments beside it (DOCX).

rows.py       one comment as one row; the fields are described in data/fields.csv
workbook.py   XLSX: the table, the counts, a sheet that says what each field is
as_json.py    JSON: the same
document.py   DOCX: comments of the word processor, suggested wording as tracked changes
"""
