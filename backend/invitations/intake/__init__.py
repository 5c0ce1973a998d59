"""The pipeline behind every door: normalise, validate, plan, commit."""
