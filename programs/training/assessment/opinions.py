"""Feedback: three answers, once, and what is shown of them without showing whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Avg, Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.errors import FeedbackClosed
from programs.training.models import Feedback, Invitation, Session
from soksi_portal.common.display import figure, moment

from .sitting import lock_invitation
from .windows import feedback_window, takes_part

LEAST = 3  # answers; of fewer one could guess whose they are


@transaction.atomic
def give_feedback(*, invitation: Invitation, usefulness: int, clarity: int, words: str = "") -> Feedback:
    """The first that a person says counts; sending it again changes nothing. Raises FeedbackClosed."""
    invitation = lock_invitation(invitation)
    given = Feedback.objects.filter(invitation=invitation).first()
    if given:
        return given
    session = invitation.session
    if not takes_part(invitation):
        raise FeedbackClosed(_("Umpan balik diisi oleh peserta yang hadir."))
    window = feedback_window(session)
    if window.is_over:
        raise FeedbackClosed(_("Umpan balik untuk pelatihan ini sudah ditutup."))
    if not window.is_open:
        sentence = _("Umpan balik dibuka %(time)s, sesudah pelatihan selesai.")
        raise FeedbackClosed(sentence % {"time": moment(window.opens_at, session.time_zone)})
    return Feedback.objects.create(
        invitation=invitation,
        session=session,
        module_id=session.module_id,
        trainer_id=session.trainer_id,
        usefulness=usefulness,
        clarity=clarity,
        words=words.strip(),
        given_at=timezone.now(),
    )


@dataclass(frozen=True)
class Opinion:
    """What several said together."""

    answers: int
    usefulness: float
    clarity: float
    words: list[str]

    @property
    def usefulness_words(self) -> str:
        return figure(self.usefulness, 1)

    @property
    def clarity_words(self) -> str:
        return figure(self.clarity, 1)

    @property
    def is_shown(self) -> bool:
        return self.answers >= LEAST


def opinion_of(session: Session) -> Opinion:
    """Nothing but their number where there are too few."""
    found = Feedback.objects.filter(session=session)
    sums = found.aggregate(answers=Count("pk"), usefulness=Avg("usefulness"), clarity=Avg("clarity"))
    if sums["answers"] < LEAST:
        return Opinion(sums["answers"], 0, 0, [])
    return Opinion(sums["answers"], sums["usefulness"], sums["clarity"], latest_words(found))


def latest_words(found: QuerySet[Feedback], most: int = 20) -> list[str]:
    """The latest few, in an order that does not tell who wrote first. The caller knows that there are enough answers."""
    words = found.exclude(words="").order_by("-given_at").values_list("words", flat=True)
    return mixed(words[:most])


def mixed(words: Iterable[str]) -> list[str]:
    """In an order that does not tell who wrote first."""
    return sorted(words, key=str.casefold)
