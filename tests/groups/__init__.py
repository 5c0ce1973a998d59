"""Groups: made, changed, put away."""
