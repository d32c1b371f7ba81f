"""Reading figures from files and services."""
