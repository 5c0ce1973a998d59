"""What the API answers with; the graph of types is a circle by nature and sits in one module."""

# First of all: a type that names an enumeration fixes how it is shown.
from backend.api.types import enums as enums
