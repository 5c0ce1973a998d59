"""Faults F1 to F22: real processes, killed, frozen, cut off and lied to; nothing lost, nothing doubled."""
