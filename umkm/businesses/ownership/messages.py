"""What whoever asked is told. Sent in the transaction of its cause; a visitor without an account is called."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.outbox.services import enqueue
from umkm.businesses.models import OwnershipQuestion

OCCASIONS = {"question_answered": gettext_lazy("Pertanyaan dijawab")}


def tell_answered(question: OwnershipQuestion) -> None:
    if question.asked_by is None:
        return
    enqueue(
        occasion="question_answered",
        subject_ref=f"question:{question.pk}",
        recipient=question.asked_by,
        title=_("Jawaban atas pertanyaan Anda tentang %(kind)s") % {"kind": question.get_kind_display()},
        body=_("Kepada %(name)s,\n\nkoordinator menjawab:\n\n%(answer)s\n\n%(address)s")
        % {
            "name": question.asked_by.full_name,
            "answer": question.answer,
            "address": settings.PORTAL_URL.rstrip("/") + question.get_absolute_url(),
        },
    )
