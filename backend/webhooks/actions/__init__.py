"""Webhooks made, changed, removed and tried; what was owed, owed again."""
