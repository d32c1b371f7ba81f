"""Tables of consultations."""
