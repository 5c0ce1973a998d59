"""Webhooks, against a real receiver on loopback."""
