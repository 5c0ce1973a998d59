"""Floor 4: groups and who belongs to them."""
