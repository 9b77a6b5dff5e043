"""What cadre and mentor are told about a visit. In the transaction of its cause; reminders ask for theirs here."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from programs.mentoring.matching.choices import Side
from programs.mentoring.models import Visit
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, moment
from soksi_portal.outbox.services import cancel_about, enqueue
from soksi_portal.outbox.texts.occasion import Filling

from .choices import VisitOccasion, VisitState


def person_of(visit: Visit, side: str) -> User | None:
    return visit.business.owner.user if side == Side.CADRE else visit.mentor.user


def tell_proposed(visit: Visit, *, by: User) -> None:
    """Whoever is to answer; what was said about an earlier time no longer counts."""
    cancel_about(subject_ref=visit.subject_ref, reason=_("Waktunya berubah."))
    _tell(visit, person_of(visit, visit.waits_for), VisitOccasion.VISIT_PROPOSED, pengusul=by)


def tell_agreed(visit: Visit, *, by: User) -> None:
    cancel_about(subject_ref=visit.subject_ref, reason=_("Sudah disepakati."))
    for side in Side:
        person = person_of(visit, side)
        if person != by:
            _tell(visit, person, VisitOccasion.VISIT_AGREED)


def tell_cancelled(visit: Visit) -> None:
    cancel_about(subject_ref=visit.subject_ref, reason=_("Kunjungannya dibatalkan."))
    for side in Side:
        person = person_of(visit, side)
        if person != visit.cancelled_by:
            _tell(
                visit,
                person,
                VisitOccasion.VISIT_CANCELLED,
                pembatal=visit.cancelled_by,
                alasan=visit.cancel_reason,
            )


def tell_recorded(visit: Visit, *, tasks: int) -> None:
    """The cadre, once: what was found is to be read in the portal, signed in."""
    cancel_about(subject_ref=visit.subject_ref, reason=_("Kunjungannya sudah terlaksana."))
    following = _("Kunjungan berikutnya direncanakan %(day)s.")
    _tell(
        visit,
        visit.business.owner.user,
        VisitOccasion.VISIT_RECORDED,
        tugas=_("Ada %(tasks)s tugas yang disepakati.") % {"tasks": tasks} if tasks else "",
        berikutnya=following % {"day": day(visit.next_on)} if visit.next_on else "",
    )


def reminder_text(visit: Visit) -> Filling:
    return Filling(_facts(visit))


def _tell(visit: Visit, person: User | None, occasion: str, **more: Any) -> None:
    if person is None:
        return
    enqueue(
        occasion=occasion,
        subject_ref=visit.subject_ref,
        revision=visit.revision,
        recipient=person,
        fields=_facts(visit) | more,
        time_zone=visit.province.time_zone,
        expires_at=visit.starts_at if visit.state == VisitState.PROPOSED else None,
    )


def _facts(visit: Visit) -> dict[str, Any]:
    mode = str(visit.get_mode_display()).lower()
    return {
        "usaha": visit.business.name,
        "waktu": moment(visit.starts_at, visit.province.time_zone),
        "tempat": f"{mode}, {visit.place}" if visit.place else mode,
        "agenda": _("Yang dibahas: %(agenda)s") % {"agenda": visit.agenda} if visit.agenda else "",
        "tautan": urljoin(settings.PORTAL_URL, visit.get_absolute_url()),
    }
