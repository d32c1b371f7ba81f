"""Steps of the database's form."""
