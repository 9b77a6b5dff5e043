"""The pages of checking in."""

from .arrival import checkin, checkin_start
from .sheet import attendance_sheet, scan_remove, sheet_entry, sheet_scan
from .ticks import attendance_send, attendance_worker
from .trainer import arrival_record, checkin_scan, checkin_screen

__all__ = [
    "arrival_record",
    "attendance_send",
    "attendance_sheet",
    "attendance_worker",
    "checkin",
    "checkin_scan",
    "checkin_screen",
    "checkin_start",
    "scan_remove",
    "sheet_entry",
    "sheet_scan",
]
