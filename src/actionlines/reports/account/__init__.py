"""What a register holds, as plain frozen values that road maps and reports are made of."""
