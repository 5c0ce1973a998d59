"""Tests of accounts: one by one, and many at once."""
