"""Floor 8: the faces."""
