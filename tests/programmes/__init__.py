"""What programmes plan and pay for."""
