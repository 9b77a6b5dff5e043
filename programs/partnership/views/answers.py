"""The way most pages of this slice go: show the form, call one rule, go where its result is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from programs.partnership.forms import show_refusal
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest
from soksi_portal.common.errors import RuleViolation


def answered(
    request: SignedInRequest,
    form: Any,
    rule: Callable[[], object],
    *,
    done: str,
    goes_to: Callable[[], Any],
    page: tuple[str, dict[str, Any]],
) -> HttpResponse:
    """`form` is bound where something was sent; what a rule refuses stands beside its field, typed words stay."""
    if request.method == "POST" and form.is_valid():
        try:
            rule()
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(goes_to())
    template, context = page
    return render(request, template, {"form": form, **context})


def sent(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def may_keep(request: Any) -> bool:
    return request.user.is_authenticated and may_keep_memoranda(request.user)
