"""Operative paragraphs in, mandates out: verb, addressees, action, deliverable, due, report-to."""
