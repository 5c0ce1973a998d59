"""Journeys through the running product in a headless Chromium."""
