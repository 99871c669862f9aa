"""Every figure, counted where it stands: a few statements that each read the months once. See `report.report`."""

from plait.insights.queries.report import Report, report

__all__ = ["Report", "report"]
