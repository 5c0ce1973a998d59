"""Signing in, passwords, tokens and joining, on a real database."""
