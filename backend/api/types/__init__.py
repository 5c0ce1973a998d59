"""What the API answers with; the graph of types is a circle by nature and sits in one module."""
