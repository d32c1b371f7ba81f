"""A kind of record that is added by its folder alone: events, with title, place and day."""
