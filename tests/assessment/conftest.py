"""The shipped questionnaires and the worked example."""

from tests.support.worked import library, lumen, lumen_evaluation, shipped_form

__all__ = ["library", "lumen", "lumen_evaluation", "shipped_form"]
