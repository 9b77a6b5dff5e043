"""Who opens an address that only takes what a form sends (a page loaded again, a sign-in in between) reads a way back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import is_valid_path


class OnlySentMiddleware:
    """Fills the empty 405 of a plain GET with a page that leads to the next address above it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 405 and isinstance(response, HttpResponse):
            response.content = render_to_string("405.html", {"above": page_above(request.path_info)}, request)
        return response


def page_above(path: str) -> str:
    """The longest beginning of the address that is an address, too: forms stand on the page of their record."""
    while path := path.rstrip("/").rpartition("/")[0]:
        if is_valid_path(f"{path}/"):
            return f"{path}/"
    return "/"
