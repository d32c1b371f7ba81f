"""Files read into paragraphs."""
