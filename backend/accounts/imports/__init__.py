"""Many accounts at once: read, planned, mended, run, told."""
