"""The intake pipeline and every verb that changes grants."""
