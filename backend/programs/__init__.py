"""Floor 5: programs, sessions, registrations and their reasons."""
