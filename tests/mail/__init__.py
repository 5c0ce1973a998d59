"""Tests of the outbox: on a real PostgreSQL, a real broker and a real mail server."""
