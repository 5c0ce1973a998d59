"""The organisation's own settings and letters."""
