"""The calendar of trainings: pages, files, and the address to subscribe to."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urljoin

import django_filters
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.training import queries
from programs.training.choices import InvitationState, SessionState
from programs.training.filters import SessionFilter
from programs.training.models import Session
from programs.training.permissions import may_keep_attendance_of, may_schedule, may_see_sessions
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, public, requires
from umkm.regions.scoping import province_codes

from .days import VIEWS, days_with, span_of
from .ics import CANCEL, PUBLISH, Entry, calendar_of
from .saving import entry_of, invitation_of
from .subscriptions import (
    entries_of,
    note_reading,
    own_subscription,
    renew_subscription,
    revoke_subscription,
    subscription_by,
)


class CalendarFilter(SessionFilter):
    """By province and trainer, for those who see those of others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.filters) - {"provinsi", "pelatih"}:
            del self.filters[name]

    def filter_queryset(self, queryset: QuerySet[Session]) -> QuerySet[Session]:
        return django_filters.FilterSet.filter_queryset(self, queryset)


@requires(may_see_sessions)
@require_safe
def training_calendar(request: SignedInRequest) -> HttpResponse:
    """The agenda, one week or one month; any person's own part of it."""
    user, zone = request.user, queries.viewer_zone(request.user)
    chosen = CalendarFilter(request.GET, Session.objects.visible_to(user), request=request, user=user)
    span = span_of(request.GET.get("tampilan", ""), request.GET.get("tanggal", ""))
    province = chosen.form.cleaned_data.get("provinsi") if chosen.form.is_valid() else None
    near = [province.code] if province else province_codes(user)
    cadre = getattr(user, "cadre", None)
    near = near or ([cadre.province_id] if cadre else [])
    context = {
        "filter": chosen,
        "span": span,
        "days": days_with(span, chosen.qs, viewer_zone=zone, provinces=near),
        "tabs": [(value, label, value == span.view) for value, label in VIEWS],
        "may_schedule": may_schedule(user),
        "shows_trainer": not user.has_role(Role.TRAINER) or may_schedule(user),
    }
    return render(request, "programs/training/calendar.html", context)


@requires(may_see_sessions)
@require_safe
def session_ics(request: SignedInRequest, session_id: int) -> HttpResponseBase:
    """One session for one's own calendar. A cancelled one takes itself out of it (METHOD:CANCEL)."""
    sessions = Session.objects.visible_to(request.user).select_related("module", "venue__regency")
    session = get_object_or_404(sessions, pk=session_id)
    own = session.invitations.live().filter(person=request.user).first()
    confirmed = own is not None and own.state == InvitationState.CONFIRMED
    entry = Entry(
        session,
        revision=own.revision if own else 0,
        shows_link=confirmed or may_keep_attendance_of(request.user, session),
        zone=queries.viewer_zone(request.user),
    )
    method = CANCEL if session.state == SessionState.CANCELLED else PUBLISH
    return _sent(request, calendar_of([entry], method=method), f"pelatihan-{session.pk}.ics")


@public
@require_safe
def invitation_ics(request: HttpRequest, token: str) -> HttpResponseBase:
    """Whoever was invited and said yes keeps it without signing in; what is called off since takes itself out."""
    invitation = invitation_of(token)
    if invitation is None:
        raise Http404(_("Tautan kalender ini tidak berlaku. Buka lagi undangan Anda."))
    entry = entry_of(invitation)
    content = calendar_of([entry], method=CANCEL if entry.is_off else PUBLISH)
    return _sent(request, content, f"pelatihan-{invitation.session_id}.ics")


@public
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Whoever knows the address reads it, as calendar programs do: they don't sign in."""
    subscription = subscription_by(token)
    if subscription is None:
        raise Http404(_("Alamat kalender ini tidak ada atau sudah dicabut."))
    note_reading(subscription)
    content = calendar_of(entries_of(subscription.person), name=_("Pelatihan UMKM Soksi–Jamkrindo"))
    return _sent(request, content, "pelatihan.ics")


def _sent(request: HttpRequest, content: bytes, name: str) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(may_see_sessions)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_subscription(request: SignedInRequest) -> HttpResponse:
    """One's own address: made, made anew, or revoked."""
    if request.method == "POST":
        if request.POST.get("tindakan") == "cabut":
            revoke_subscription(by=request.user)
            messages.success(
                request, _("Alamat kalender dicabut. Kalender yang memakainya berhenti diperbarui.")
            )
        else:
            is_new = own_subscription(request.user) is None
            renew_subscription(by=request.user)
            ready = _("Alamat kalender Anda siap.")
            messages.success(
                request, ready if is_new else f"{ready} {_('Alamat sebelumnya tidak berlaku lagi.')}"
            )
        return redirect("calendar_subscription")
    subscription = own_subscription(request.user)
    token = subscription.token if subscription else ""
    address = urljoin(settings.PORTAL_URL, reverse("calendar_feed", args=[token])) if token else ""
    context = {
        "subscription": subscription,
        "address": address,
        "webcal": "webcal" + address.removeprefix("https").removeprefix("http") if address else "",
    }
    response = render(request, "programs/training/calendar_subscription.html", context)
    response["Cache-Control"] = "no-store"
    return response
