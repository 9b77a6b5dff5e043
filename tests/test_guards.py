"""Every view says whom it lets pass."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds, public, requires
from tests import factories as make
from tests.urls import patterns


def test_every_view_has_a_guard():
    without = [route for route, pattern in patterns() if not hasattr(pattern.callback, "guard")]
    assert without == []


def test_every_public_view_is_public_on_purpose():
    """Whoever opens a page to everyone says so here too."""
    found = {pattern.name for _, pattern in patterns() if pattern.callback.guard == "public"}
    assert found == PUBLIC


PUBLIC = {
    # the programme, in numbers without names
    "front",
    "progress_country",
    "progress_province",
    "memorandum_list",
    "memorandum_detail",
    "commitment_detail",
    "paper_file",  # a signed memorandum; an internal one is found by the parties' staff alone
    "phase_detail",  # by which calendar and criteria businesses are chosen
    "mentor_country",
    "mentor_province",  # names only for those who see that province
    # what is published with its owner's standing consent
    "story_list",
    "story_detail",
    "story_photo",
    "offer_answer",  # the link itself says who
    # joining and signing in
    "account_signup",
    "regency_options",
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",  # the second step of signing in: only after the password
    # what a link from a message opens; its token is the guard
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "password_from_link",
    "calendar_feed",  # calendar programs do not sign in
    "invitation_materials",  # as the calendar: for who comes instead
    "invitation_material",
    "invitation_ics",  # the signed link says who, as of an invitation
    # whoever holds a certificate may have it checked; the number is the key
    "certificate_check",
    "certificate_search",
    "invitation_answer",
    "checkin_start",  # participants whose phone nobody is signed in on; the code on the trainer's screen is the guard
    "checkin",
    "test_take",  # the link itself says who, as of an invitation
    "feedback_give",
    "message_stop",  # a mail program presses it (RFC 8058)
    "provider_report",  # a mail provider, which signs what it tells
    "ownership_question_create",  # whoever finds the own number taken has no account to ask from
    # for load balancers
    "live",
    "ready",
}


@requires(holds(Role.ADMIN))
def for_admins(request: object) -> HttpResponse:
    return HttpResponse("isi")


def test_guard_stays_visible_through_decorators_of_django():
    from django.views.decorators.cache import never_cache
    from django.views.decorators.http import require_POST

    assert require_POST(never_cache(for_admins)).guard is for_admins.guard
    assert never_cache(public(lambda request: HttpResponse())).guard == "public"


def test_guard_lets_who_holds_the_role_pass(rf, db):
    request = rf.get("/")
    request.user = make.make_user(Role.ADMIN)
    assert for_admins(request).status_code == 200


@pytest.mark.parametrize("role", [Role.JAMKRINDO, Role.COORDINATOR])
def test_guard_refuses_another_role_with_a_sentence(rf, db, role):
    request = rf.get("/")
    request.user = make.make_user(role)
    with pytest.raises(PermissionDenied, match=r"^Peran Anda tidak mencakup halaman ini\.$"):
        for_admins(request)


def test_visitor_is_sent_to_sign_in_and_comes_back(client: Client):
    answer = client.get("/pengguna/?peran=admin")
    assert (answer.status_code, answer["Location"]) == (302, "/masuk/?next=/pengguna/%3Fperan%3Dadmin")
