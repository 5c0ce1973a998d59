"""One file per verb of signing in, passwords and joining."""
