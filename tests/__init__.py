"""Usher's tests: real parts, no stand-ins for our own code."""
