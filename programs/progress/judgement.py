"""Whether a province is on track, and why not: one sentence for each reason, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from .queries import ProvinceProgress


class Tone(StrEnum):
    ON_TRACK = "on_track"
    ATTENTION = "attention"
    BEHIND = "behind"


@dataclass(frozen=True)
class Reason:
    tone: Tone
    text: str


@dataclass(frozen=True)
class Judgement:
    tone: Tone
    reasons: tuple[Reason, ...]

    @property
    def label(self) -> str:
        return {
            Tone.ON_TRACK: _("Sesuai rencana"),
            Tone.ATTENTION: _("Perlu perhatian"),
            Tone.BEHIND: _("Tertinggal"),
        }[self.tone]

    @property
    def badge_tone(self) -> str:
        """The tone of a status badge (common.templatetags.portal.badge)."""
        return {Tone.ON_TRACK: "good", Tone.ATTENTION: "attention", Tone.BEHIND: "bad"}[self.tone]


GRAVITY = (Tone.BEHIND, Tone.ATTENTION, Tone.ON_TRACK)


def judge(progress: ProvinceProgress) -> Judgement:
    """Behind where a free seat has nobody on the way to it; attention where somebody must act."""
    reasons = sorted(_reasons(progress), key=lambda reason: GRAVITY.index(reason.tone))
    tone = reasons[0].tone if reasons else Tone.ON_TRACK
    return Judgement(tone=tone, reasons=tuple(reasons))


def _reasons(progress: ProvinceProgress) -> Iterator[Reason]:
    figures = progress.figures
    if not progress.takes_part:
        return
    if figures.seats_offered:
        text = _("%(count)s kursi ditawarkan kepada daftar tunggu dan menunggu jawaban pemiliknya.")
        yield Reason(Tone.ATTENTION, text % {"count": figures.seats_offered})
    if figures.seats_to_fill > 0:
        if figures.candidates > 0:
            text = _("%(free)s kursi kosong; %(count)s usulan menunggu keputusan Jamkrindo.")
            yield Reason(Tone.ATTENTION, text % {"free": figures.seats_to_fill, "count": figures.candidates})
        elif figures.verified > figures.seats_filled:
            text = _("%(free)s kursi kosong dan belum ada usulan, padahal ada usaha terverifikasi.")
            yield Reason(Tone.BEHIND, text % {"free": figures.seats_to_fill})
        else:
            text = _("%(free)s kursi kosong dan belum ada usaha terverifikasi yang dapat diusulkan.")
            yield Reason(Tone.BEHIND, text % {"free": figures.seats_to_fill})
    if not progress.has_coordinator:
        yield Reason(Tone.ATTENTION, _("Belum ada koordinator; pengurus pusat yang mengusulkan."))
    if figures.seats_filled and not figures.sessions_planned and not figures.sessions_held:
        yield Reason(Tone.ATTENTION, _("Belum ada pelatihan untuk UMKM percontohan di provinsi ini."))
