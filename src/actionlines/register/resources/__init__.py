"""Money: envelopes of plans and budgets, and allocations to activities."""
