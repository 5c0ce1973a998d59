"""Floor 6: the intake pipeline, batches, and every verb that changes grants."""
