from .cashbooks import CashBook, CashEntry, Receipt
from .reports import ERASED, FLOWS, MONEY, FigureOpening, Report, ReportVersion

__all__ = [
    "ERASED",
    "FLOWS",
    "MONEY",
    "CashBook",
    "CashEntry",
    "FigureOpening",
    "Receipt",
    "Report",
    "ReportVersion",
]
