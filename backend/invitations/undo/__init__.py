"""What undoing a batch is made of: what it gave, what of that may be taken back, and taking it back."""
