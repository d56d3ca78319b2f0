"""Other forms of an assessment: read from any of them, with what was lost said."""

from dpia.exchange.reading import READERS, Imported, read_any

__all__ = ["READERS", "Imported", "read_any"]
