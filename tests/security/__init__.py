"""What stands against whom, shown by trying it."""
