"""What is fast and what is not: every line measured beside its peer or floor in the same run."""
