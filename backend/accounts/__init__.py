"""Floor 7: setAccount and setAccounts."""
