"""What administrators set for the whole site: its name and texts, languages, list of country names, retention."""
