"""Suites that nobody here wrote, run against the running system."""
