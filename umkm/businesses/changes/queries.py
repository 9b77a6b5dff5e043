"""Ways to read change requests."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.parts import Event, Fact
from umkm.businesses.choices import BusinessState, KeyField, RequestState
from umkm.businesses.models import Business, ChangeRequest

from .proposals import changeable, wished


def with_people(changes: QuerySet[ChangeRequest]) -> QuerySet[ChangeRequest]:
    """With all that a row or a page shows."""
    return changes.select_related(
        "business__owner__user",
        "business__province",
        "province",
        "new_owner__user",
        "new_regency__province",
        "requested_by",
        "decided_by",
        "evidence__business__owner",
    )


def through_which(user: User) -> Business | None:
    """The own business through which a verified name or NIK is asked to change: a verified one where there is one."""
    own = Business.objects.visible_to(user).owned_by(user).select_related("owner")
    found = [business for business in own.order_by("pk") if KeyField.OWNER_NAME in changeable(business)]
    return min(found, key=lambda one: one.state != BusinessState.VERIFIED, default=None)


def waiting_for_business(business: Business) -> list[ChangeRequest]:
    """What waits to change on this business, and on its owner."""
    rows = with_people(ChangeRequest.objects.open().filter(business=business))
    return list(rows.order_by("requested_at", "pk"))


def shown_changes(business: Business) -> list[tuple[ChangeRequest, str, str]]:
    """(request, what it is to become, who has it now) of each that waits, for the page of the business."""
    return [(change, wished(change), step(change)) for change in waiting_for_business(business)]


def step(change: ChangeRequest) -> str:
    """Who has it now."""
    if change.awaits_new_owner:
        return _("Menunggu persetujuan pemilik baru")
    if change.state == RequestState.OPEN:
        return _("Menunggu Koordinator %(province)s") % {"province": change.province.name}
    return str(change.get_state_display())


def facts(change: ChangeRequest) -> list[Fact]:
    found = [
        Fact(_("Isian"), change.get_field_display()),
        Fact(_("Sekarang"), change.old_value, missing=_("Kosong")),
        Fact(_("Menjadi"), wished(change)),
        Fact(_("Alasan"), change.reason),
    ]
    if change.field == KeyField.OWNER and change.agreed_at:
        found.insert(3, Fact(_("Pemilik baru"), _("Sudah menyetujui")))
    return found


def events(business: Business) -> Iterator[Event]:
    """For the timeline: asked for, and what became of it."""
    for change in with_people(ChangeRequest.objects.filter(business=business)):
        words = {"field": change.get_field_display()}
        yield Event(
            title=_("Perubahan diminta: %(field)s") % words,
            at=change.requested_at,
            by=change.requested_by.full_name,
            text=_("%(old)s → %(new)s") % {"old": change.old_value or "–", "new": wished(change)},
            tone="waiting" if change.state == RequestState.OPEN else "neutral",
        )
        if change.decided_at and change.decided_by:
            good = change.state == RequestState.APPROVED
            title = _("Perubahan disetujui: %(field)s") if good else _("Perubahan tidak disetujui: %(field)s")
            yield Event(
                title=title % words,
                at=change.decided_at,
                by=change.decided_by.full_name,
                text=change.decision_note,
                tone="good" if good else "neutral",
            )
