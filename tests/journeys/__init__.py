"""Whole stories, from an invitation to the end of access."""
