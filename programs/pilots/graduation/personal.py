"""What is held about a person's graduation, and taking an erased person out of it."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.utils.translation import gettext as _

from programs.pilots.models import Graduation, GraduationException
from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.common.display import figure
from soksi_portal.outbox.models import Message
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .measures import figures_from
from .messages import subject_of


def held(user: User) -> Iterable[Section]:
    found = Graduation.objects.filter(pilot__business__owner__user=user).select_related(
        "pilot__business", "pilot__seat__phase", "exception"
    )
    yield Section(
        key="kelulusan",
        title=_("Kelulusan"),
        purpose=_("Untuk menyatakan bahwa usaha Anda selesai sebagai percontohan."),
        records=tuple(_record(graduation) for graduation in found.order_by("-confirmed_at", "-pk")),
        empty=_("Usaha Anda belum dinyatakan lulus."),
        rank=52,
    )


def _record(graduation: Graduation) -> Record:
    reached = tuple(
        Fact(one.measure.value, one.label, f"{figure(one.reached)} / {figure(one.least)}")
        for one in figures_from(graduation.figures)
    )
    return Record(
        title=f"{graduation.pilot.business} – {graduation.pilot.seat.phase}",
        url=graduation.pilot.get_absolute_url(),
        when=graduation.confirmed_at,
        facts=(
            Fact("lulus", _("Dinyatakan lulus"), graduation.confirmed_at),
            *reached,
            Fact(
                "pengecualian",
                _("Alasan pengecualian"),
                graduation.exception.reason if graduation.exception else "",
            ),
        ),
    )


def lock(cadre: Cadre) -> None:
    """Nothing: words go, no state changes."""


def obstacles(cadre: Cadre) -> list[str]:
    """Who still sits on a seat is told by the business's tie already."""
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """That and by which figures a business graduated stays; the words of an exception go."""
    exceptions = GraduationException.objects.filter(pilot__business__owner=cadre)
    found = list(exceptions.values_list("pk", flat=True))
    with pgtrigger.ignore(
        "pilots.GraduationException:exception_stays", "pilots.GraduationException:exception_answered_once"
    ):
        exceptions.update(reason=GONE)
        exceptions.exclude(answer="").update(answer=GONE)
    forget(GraduationException, found, reason=GONE, answer=GONE)
    forget_reasons(GraduationException, found, words=GONE)
    about = [subject_of(GraduationException(pk=pk)) for pk in found]
    forget_messages(Message.objects.filter(subject_ref__in=about))
    return {"graduation_exceptions": len(found)}


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
