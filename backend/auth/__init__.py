"""Floor 7: sign in, tokens, accept an invitation."""
