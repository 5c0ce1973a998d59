"""Over floor 6: reads only: downloads and statistics."""
