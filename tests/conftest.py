"""What holds for all tests."""

from hypothesis import settings

# A busy machine is no failure: how long one example takes is measured by `make bench`, never by a test.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
