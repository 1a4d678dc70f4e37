"""The schedule of one event from one Excel workbook, without a database."""

from .run import Summary, schedule_workbook
from .words import WorkbookError

__all__ = ["Summary", "WorkbookError", "schedule_workbook"]
