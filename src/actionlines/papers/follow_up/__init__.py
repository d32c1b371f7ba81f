"""The follow-up of texts: what `review` finds, as data and as a report."""
