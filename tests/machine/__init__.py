"""A state machine of everything that can happen, against a small model of what must follow."""
