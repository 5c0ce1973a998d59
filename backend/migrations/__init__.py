"""Migrations, in order; written by `tortoise makemigrations` and completed by hand.

The numbers between 0005 and 0012 were never given to one: what follows is found by its dependency.
"""
