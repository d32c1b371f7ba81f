"""What programmes plan and pay for, read from the files of others."""
