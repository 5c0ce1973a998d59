"""Floor 2: what partners are told of, by the same kind of outbox as mail."""
