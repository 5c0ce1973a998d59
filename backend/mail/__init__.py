"""Floor 2: the outbox; knows no room."""
