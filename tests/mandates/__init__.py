"""Who was asked to do what."""
