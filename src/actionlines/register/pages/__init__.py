"""Pages about no single kind of record: home, search, concepts, places, the inbox."""
