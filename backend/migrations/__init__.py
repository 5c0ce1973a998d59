"""Migrations, in order; written by `make migration` and completed by hand."""
