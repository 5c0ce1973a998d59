"""Programs, and who sees what of them."""
