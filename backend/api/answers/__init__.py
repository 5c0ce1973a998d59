"""Answers to queries, built level by level: each field once for all of its parents, rows read as sets."""
