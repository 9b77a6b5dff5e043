"""Signing up, in and out, and one's own start page."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView, SignupView
from django.db import IntegrityError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from soksi_portal.common.errors import RuleViolation

from .guards import SignedInRequest, public, requires, signed_in
from .home import waiting_for
from .navigation import entries


class SignUp(SignupView):
    """As allauth's; a refusal of a service, and a race for the same number, are answered beside the field."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        except IntegrityError as error:
            field = next((name for name in ("email", "phone") if f"accounts_user_{name}" in str(error)), None)
            if field is None:
                raise
            form.add_error(
                field, _("Baru saja dipakai untuk akun lain. Masuk saja bila akun itu milik Anda.")
            )
        return self.form_invalid(form)


class SignOut(LogoutView):
    """As allauth's; the browser forgets the pages it keeps for "back", since the next person may hold the same phone."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


signup = public(SignUp.as_view())
signin = public(LoginView.as_view())
signout = public(SignOut.as_view())


@requires(signed_in)
def home(request: SignedInRequest) -> HttpResponse:
    context: dict[str, Any] = {"waiting": waiting_for(request.user), "shortcuts": entries(request)}
    return render(request, "soksi_portal/accounts/home.html", context)


@public
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "429.html", status=429)
