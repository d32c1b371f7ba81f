"""Tests of what people follow, the messages about it and reminders."""
