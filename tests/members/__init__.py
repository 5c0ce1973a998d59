"""Tests of what members change of themselves, and of how lists of them are read."""
