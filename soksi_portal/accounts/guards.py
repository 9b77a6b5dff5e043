"""Every view carries a guard. A test walks the URL tree and fails on a view that has none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from .choices import Role
from .models import User

Predicate = Callable[[User], bool]
View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """For types only: the request of a view behind `requires`, whose user is a person."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails


def holds(*roles: Role) -> Predicate:
    """The predicate "holds one of these roles"."""

    def holds_one_of(user: User) -> bool:
        return user.has_role(*roles)

    return holds_one_of


def signed_in(user: User) -> bool:
    return user.is_active


def requires(predicate: Predicate) -> Callable[[View], View]:
    """Let only signed-in people pass for whom `predicate` holds: others sign in, or read a 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not predicate(request.user):
                raise PermissionDenied(_("Peran Anda tidak mencakup halaman ini."))
            return view(request, *args, **kwargs)

        guarded.guard = predicate  # type: ignore[attr-defined]
        return guarded

    return guard


def public(view: View) -> View:
    """Say that a view is open to everyone, on purpose."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view
