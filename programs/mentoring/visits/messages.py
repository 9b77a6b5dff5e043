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

from .choices import VisitOccasion, VisitState


def person_of(visit: Visit, side: str) -> User | None:
    return visit.business.owner.user if side == Side.CADRE else visit.mentor.user


def tell_proposed(visit: Visit, *, by: User) -> None:
    """Whoever is to answer; what was said about an earlier time no longer counts."""
    cancel_about(subject_ref=visit.subject_ref, reason=_("Waktunya berubah."))
    _tell(
        visit,
        person_of(visit, visit.waits_for),
        VisitOccasion.VISIT_PROPOSED,
        _("Kunjungan %(business)s: cocokkah waktunya?"),
        _(
            "%(who)s mengusulkan bertemu pada %(when)s (%(mode)s%(place)s).%(agenda)s\n\n"
            "Setujui dengan satu ketukan, atau usulkan waktu lain."
        ),
        who=by,
    )


def tell_agreed(visit: Visit, *, by: User) -> None:
    cancel_about(subject_ref=visit.subject_ref, reason=_("Sudah disepakati."))
    for side in Side:
        person = person_of(visit, side)
        if person != by:
            _tell(
                visit,
                person,
                VisitOccasion.VISIT_AGREED,
                _("Kunjungan disepakati: %(business)s"),
                _(
                    "Anda bertemu pada %(when)s (%(mode)s%(place)s).%(agenda)s\n\nSehari sebelumnya kami ingatkan."
                ),
            )


def tell_cancelled(visit: Visit) -> None:
    cancel_about(subject_ref=visit.subject_ref, reason=_("Kunjungannya dibatalkan."))
    for side in Side:
        person = person_of(visit, side)
        if person != visit.cancelled_by:
            _tell(
                visit,
                person,
                VisitOccasion.VISIT_CANCELLED,
                _("Kunjungan dibatalkan: %(business)s"),
                _("Kunjungan pada %(when)s dibatalkan oleh %(who)s. Alasannya: %(reason)s"),
                who=visit.cancelled_by,
                reason=visit.cancel_reason,
            )


def tell_recorded(visit: Visit, *, tasks: int) -> None:
    """The cadre, once: what was found is to be read in the portal, signed in."""
    cancel_about(subject_ref=visit.subject_ref, reason=_("Kunjungannya sudah terlaksana."))
    words = _("Catatan kunjungan %(when)s sudah dapat Anda baca.")
    if tasks:
        words += " " + _("Ada %(tasks)s tugas yang disepakati.")
    if visit.next_on:
        words += " " + _("Kunjungan berikutnya direncanakan %(next)s.")
    _tell(
        visit,
        visit.business.owner.user,
        VisitOccasion.VISIT_RECORDED,
        _("Catatan kunjungan: %(business)s"),
        words,
        tasks=tasks,
        next=day(visit.next_on) if visit.next_on else "",
    )


def reminder_text(visit: Visit, person: User) -> tuple[str, str]:
    title = _("Besok: kunjungan %(business)s")
    words = _("Anda bertemu pada %(when)s (%(mode)s%(place)s).%(agenda)s\n\nBerhalangan? Usulkan waktu lain.")
    facts = _facts(visit)
    return title % facts, _letter(visit, person, words % facts)


def _tell(visit: Visit, person: User | None, occasion: str, title: str, words: str, **more: Any) -> None:
    if person is None:
        return
    facts = _facts(visit) | more
    enqueue(
        occasion=occasion,
        subject_ref=visit.subject_ref,
        revision=visit.revision,
        recipient=person,
        title=title % facts,
        body=_letter(visit, person, words % facts),
        time_zone=visit.province.time_zone,
        expires_at=visit.starts_at if visit.state == VisitState.PROPOSED else None,
    )


def _facts(visit: Visit) -> dict[str, Any]:
    return {
        "business": visit.business.name,
        "when": moment(visit.starts_at, visit.province.time_zone),
        "mode": str(visit.get_mode_display()).lower(),
        "place": f", {visit.place}" if visit.place else "",
        "agenda": " " + _("Yang dibahas: %(agenda)s") % {"agenda": visit.agenda} if visit.agenda else "",
    }


def _letter(visit: Visit, person: User, words: str) -> str:
    greeting = _("Halo %(name)s,") % {"name": person.full_name}
    return "\n\n".join((greeting, words, urljoin(settings.PORTAL_URL, visit.get_absolute_url())))
