"""The rooms that all kinds of records share: actions, permissions, audit trail, bulk writing, concepts."""
