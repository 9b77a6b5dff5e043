"""What messages about certificates say. Pure functions returning (title, body)."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from programs.training.models import Certificate

Text = tuple[str, str]


def check_url(certificate: Certificate) -> str:
    return urljoin(settings.PORTAL_URL, certificate.get_absolute_url())


def ready_text(certificate: Certificate) -> Text:
    title = _("Sertifikat siap: %(module)s") % {"module": certificate.module_title}
    opening = (
        _("Sertifikat Anda diterbitkan ulang dengan nama yang benar. Yang lama tidak berlaku lagi.")
        if certificate.replaces_id
        else _("Terima kasih sudah mengikuti pelatihan. Sertifikat Anda sudah siap.")
    )
    return title, _letter(
        certificate,
        opening,
        "",
        _("Pelatihan: %(module)s") % {"module": certificate.module_title},
        _("Nomor: %(number)s") % {"number": certificate.number},
        _("Lihat dan unduh setelah masuk: %(url)s") % {"url": check_url(certificate)},
        "",
        _("Siapa pun yang Anda beri nomor ini dapat memeriksa keasliannya di alamat yang sama."),
    )


def withdrawn_text(certificate: Certificate) -> Text:
    title = _("Sertifikat ditarik: %(module)s") % {"module": certificate.module_title}
    return title, _letter(
        certificate,
        _("Sertifikat Anda %(number)s tidak berlaku lagi.") % {"number": certificate.number},
        _("Alasan: %(reason)s") % {"reason": certificate.end_reason},
        "",
        _("Bila menurut Anda ini keliru, hubungi koordinator provinsi Anda."),
    )


def _letter(certificate: Certificate, *lines: str) -> str:
    greeting = _("Yth. %(name)s,") % {"name": certificate.name}
    return "\n".join([greeting, "", *lines])
