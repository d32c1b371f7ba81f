"""Views: each asks the registry and fills a template; none writes to a record but through an action."""
