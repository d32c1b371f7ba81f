"""What wraps every answer: a database that is away, headers, errors in plain words."""
