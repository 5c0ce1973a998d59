"""More than one machine, on loopback: replicas, a pooler, a broker that fails over."""
