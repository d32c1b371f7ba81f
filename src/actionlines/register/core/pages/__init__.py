"""Pages and operations that every kind of record has."""
