"""What all operations of the API share: permission, lists, errors, the forms of answers."""
