"""The local set-up: embedded parts, supervisor, commands."""
