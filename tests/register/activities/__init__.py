"""Activities, from draft to publication."""
