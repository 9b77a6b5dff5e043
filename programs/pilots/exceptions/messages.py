"""What who asked for an exception reads when somebody has decided."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import ExceptionState
from programs.pilots.models import EligibilityException
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Occasion

YES, NO = "disetujui", "ditolak"
LABEL = gettext_lazy("Pengecualian dijawab")
FIELDS = (
    BUSINESS,
    Field("syarat", gettext_lazy("Syarat yang dikecualikan"), gettext_lazy("Lama usaha")),
    Field("pemutus", gettext_lazy("Siapa yang memutuskan"), gettext_lazy("Rina Lestari")),
    Field("catatan", gettext_lazy("Catatan, boleh kosong"), gettext_lazy("Catatan: Hanya untuk tahap ini.")),
    LINK,
)
OCCASIONS = (
    Occasion(
        "exception_decided",
        LABEL,
        Kind.SELECTION,
        FIELDS,
        variant=YES,
        to=gettext_lazy("bila disetujui"),
        title=gettext_lazy("Pengecualian untuk {usaha} disetujui"),
        body=gettext_lazy(
            "Kepada {nama},\n\npengecualian syarat {syarat} untuk {usaha} disetujui oleh {pemutus}. Anda"
            " dapat mengusulkannya sekarang.\n\n{catatan}\n\nLihat: {tautan}"
        ),
        short=gettext_lazy("Pengecualian untuk {usaha} disetujui. Anda dapat mengusulkannya: {tautan}"),
    ),
    Occasion(
        "exception_decided",
        LABEL,
        Kind.SELECTION,
        FIELDS,
        variant=NO,
        to=gettext_lazy("bila belum disetujui"),
        title=gettext_lazy("Pengecualian untuk {usaha} belum disetujui"),
        body=gettext_lazy(
            "Kepada {nama},\n\npengecualian syarat {syarat} untuk {usaha} belum disetujui oleh"
            " {pemutus}.\n\n{catatan}\n\nLihat: {tautan}"
        ),
        short=gettext_lazy("Pengecualian untuk {usaha} belum disetujui. Baca alasannya: {tautan}"),
    ),
)


def tell_exception_decided(exception: EligibilityException) -> None:
    enqueue(
        occasion="exception_decided",
        variant=YES if exception.state == ExceptionState.APPROVED else NO,
        subject_ref=f"exception:{exception.pk}",
        recipient=exception.asked_by,
        fields={
            "usaha": exception.business.name,
            "syarat": exception.get_rule_display(),
            "pemutus": exception.decided_by,
            "catatan": _("Catatan: %(text)s") % {"text": exception.answer} if exception.answer else "",
            "tautan": settings.PORTAL_URL.rstrip("/") + exception.get_absolute_url(),
        },
        time_zone=exception.business.province.time_zone,
    )
