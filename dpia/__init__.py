"""Data-protection impact assessments."""

__version__ = "0.1.0"
