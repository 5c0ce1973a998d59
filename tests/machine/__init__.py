<<<<<<< HEAD
"""A state machine of everything that can happen, against a small model of what must follow."""
=======
"""A state machine over everything that administrators and members do, against a small model."""
>>>>>>> 535af31 (The story in chapters; no test hangs on a stopwatch)
