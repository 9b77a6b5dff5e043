"""What who asked for an exception reads when somebody has decided."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import ExceptionState
from programs.pilots.models import EligibilityException
from soksi_portal.outbox.services import enqueue

OCCASIONS = {"exception_decided": gettext_lazy("Pengecualian dijawab")}


def tell_exception_decided(exception: EligibilityException) -> None:
    approved = exception.state == ExceptionState.APPROVED
    words = {
        "name": exception.asked_by.full_name,
        "business": exception.business.name,
        "rule": exception.get_rule_display(),
        "who": exception.decided_by,
        "answer": _("\n\nCatatan: %(text)s") % {"text": exception.answer} if exception.answer else "",
        "address": settings.PORTAL_URL.rstrip("/") + exception.get_absolute_url(),
    }
    yes = _(
        "Kepada %(name)s,\n\npengecualian syarat %(rule)s untuk %(business)s disetujui oleh %(who)s. Anda"
        " dapat mengusulkannya sekarang.%(answer)s\n\nLihat: %(address)s"
    )
    no = _(
        "Kepada %(name)s,\n\npengecualian syarat %(rule)s untuk %(business)s belum disetujui oleh"
        " %(who)s.%(answer)s\n\nLihat: %(address)s"
    )
    enqueue(
        occasion="exception_decided",
        subject_ref=f"exception:{exception.pk}",
        recipient=exception.asked_by,
        title=(
            _("Pengecualian untuk %(business)s disetujui")
            if approved
            else _("Pengecualian untuk %(business)s belum disetujui")
        )
        % words,
        body=(yes if approved else no) % words,
        time_zone=exception.business.province.time_zone,
    )
