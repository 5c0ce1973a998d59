"""What the house is compared with, over the same tables."""
