"""Floor 2: append-only events."""
