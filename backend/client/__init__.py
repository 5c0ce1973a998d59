"""Top: the commands that ask a running Usher over its API, with a key; they know nothing of the house."""
