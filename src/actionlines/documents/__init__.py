"""A file becomes a `Document`: headings, numbered paragraphs, footnotes, tables; nothing lost, nothing foreign."""
