"""The house's own laws: what holds for every room, whoever builds it."""
