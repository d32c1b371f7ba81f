"""The pages of the register of mandates."""
