"""Puts who and which request beside every change that the database records."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from pghistory.middleware import HistoryMiddleware

SECRETS = {"token", "key", "uidb36"}  # parts of addresses that open something
REQUEST_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class AuditMiddleware(HistoryMiddleware):
    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        return context | {
            "url": _address(request),
            "method": request.method,
            "request": _request_id(request),
        }


def _request_id(request: HttpRequest) -> str:
    """As a proxy numbered the request, so that its log can be found; else a number of our own."""
    given = request.headers.get("X-Request-Id", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _address(request: HttpRequest) -> str:
    """The path; where it holds a secret, the route instead."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return request.path
    return f"/{match.route}" if SECRETS & match.kwargs.keys() else request.path
