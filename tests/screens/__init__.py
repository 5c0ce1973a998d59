"""Pictures of every screen and letter, for people to look at: `make screenshots`."""
