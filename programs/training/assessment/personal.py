"""What is held of a person's answers and opinions, and taking an erased person out of them."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.utils.translation import gettext as _

from programs.training.models import Answer, Feedback, Invitation, Sitting
from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from umkm.cadres.erasure import Eraser
from umkm.cadres.models import Cadre


def sittings_held(user: User) -> Iterable[Section]:
    found = Sitting.objects.filter(invitation__person=user).select_related("test__module")
    chosen: dict[int, list[str]] = {}
    answers = Answer.objects.filter(sitting__invitation__person=user).select_related("question")
    for one in answers.order_by("question__position"):
        chosen.setdefault(one.sitting_id, []).append(
            f"{one.question.text} {one.question.choices[one.choice - 1]}"
        )
    yield Section(
        key="tes",
        title=_("Tes pelatihan"),
        purpose=_("Untuk mengetahui apa yang dipelajari, dan siapa yang berhak atas sertifikat."),
        records=tuple(_sitting(one, chosen.get(one.pk, [])) for one in found.order_by("-started_at", "-pk")),
        empty=_("Anda belum pernah mengerjakan tes."),
        rank=54,
    )


def _sitting(one: Sitting, answers: list[str]) -> Record:
    return Record(
        title=str(one.test),
        when=one.started_at,
        facts=(
            Fact("tes", _("Tes"), str(one.test)),
            Fact("versi", _("Versi soal"), one.test.version),
            Fact("cara", _("Cara"), str(one.get_method_display())),
            Fact("mulai", _("Mulai"), one.started_at),
            Fact("selesai", _("Dikirim"), one.finished_at),
            Fact("benar", _("Jawaban benar"), one.right_count),
            Fact("nilai", _("Nilai"), one.score),
            Fact("jawaban", _("Jawaban"), " | ".join(answers)),
        ),
    )


def feedback_held(user: User) -> Iterable[Section]:
    found = Feedback.objects.filter(invitation__person=user).select_related("session__module")
    yield Section(
        key="umpan-balik",
        title=_("Umpan balik"),
        purpose=_("Untuk memperbaiki pelatihan. Pelatih hanya melihatnya bersama jawaban orang lain."),
        records=tuple(
            Record(
                title=str(one.session),
                when=one.given_at,
                facts=(
                    Fact("sesi", _("Sesi"), str(one.session)),
                    Fact("diisi", _("Diisi"), one.given_at),
                    Fact("manfaat", _("Manfaat (1–5)"), one.usefulness),
                    Fact("kejelasan", _("Kejelasan pelatih (1–5)"), one.clarity),
                    Fact("saran", _("Yang perlu diperbaiki"), one.words),
                ),
            )
            for one in found.order_by("-given_at", "-pk")
        ),
        empty=_("Anda belum pernah mengisi umpan balik."),
        rank=55,
    )


def lock(cadre: Cadre) -> None:
    """The invitations, which are the queue of all that is answered."""
    own = Invitation.objects.select_for_update(no_key=True).filter(person=cadre.user_id)
    list(own.order_by("pk").values_list("pk"))


def obstacles(cadre: Cadre) -> list[str]:
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """What was chosen and written goes; that a score was reached stays, as the totals have it."""
    answers = Answer.objects.filter(sitting__invitation__person=cadre.user_id)
    with pgtrigger.ignore("training.Answer:answer_fits"):
        gone, _by_model = answers.delete()
    words = Feedback.objects.filter(invitation__person=cadre.user_id).exclude(words="")
    return {"answers": gone, "feedback": words.update(words="")}


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
