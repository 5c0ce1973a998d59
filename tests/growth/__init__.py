"""What stays fast however much there is."""
