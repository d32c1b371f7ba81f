"""Activities and good practices: fields, actions, review, proposals, checks, imports."""
