"""From an evaluation to the ReportDocument."""

from dpia.report.building.whole import build_report

__all__ = ["build_report"]
