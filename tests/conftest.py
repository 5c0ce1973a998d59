"""What every test may ask for."""

from hypothesis import settings

pytest_plugins = ["tests.parts"]

# A stopwatch never decides whether logic is right, least of all on a busy machine.
settings.register_profile("usher", deadline=None)
settings.load_profile("usher")
