"""Reports on the site."""
