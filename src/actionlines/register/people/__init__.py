"""People: accounts, their roles and the tokens of their programs."""
