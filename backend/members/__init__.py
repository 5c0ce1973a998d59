"""Floor 3: people, roles, labels, deactivation."""
