"""What whoever asked is told. Sent in the transaction of its cause; a visitor without an account is called."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import LINK, Field, Occasion
from umkm.businesses.models import OwnershipQuestion

OCCASIONS = (
    Occasion(
        "question_answered",
        _("Pertanyaan dijawab"),
        Kind.BUSINESS,
        (
            Field("hal", _("Tentang nomor apa"), _("NIB")),
            Field("jawaban", _("Jawaban koordinator"), _("Nomor itu sudah kami luruskan."), needed=True),
            LINK,
        ),
        title=_("Jawaban atas pertanyaan Anda tentang {hal}"),
        body=_("Kepada {nama},\n\nkoordinator menjawab:\n\n{jawaban}\n\n{tautan}"),
        short=_("Koordinator menjawab pertanyaan Anda tentang {hal}. Baca: {tautan}"),
    ),
)


def tell_answered(question: OwnershipQuestion) -> None:
    if question.asked_by is None:
        return
    enqueue(
        occasion="question_answered",
        subject_ref=f"question:{question.pk}",
        recipient=question.asked_by,
        fields={
            "hal": question.get_kind_display(),
            "jawaban": question.answer,
            "tautan": settings.PORTAL_URL.rstrip("/") + question.get_absolute_url(),
        },
    )
