"""Usher: invites people to a training platform and sees to everything that follows."""
