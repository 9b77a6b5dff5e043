"""What messages about certificates tell. Pure functions returning the fields of a text."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings

from programs.training.models import Certificate
from programs.training.wordings import REISSUED
from soksi_portal.outbox.texts.occasion import Filling


def check_url(certificate: Certificate) -> str:
    return urljoin(settings.PORTAL_URL, certificate.get_absolute_url())


def ready_text(certificate: Certificate) -> Filling:
    fields = _about(certificate) | {"tautan": check_url(certificate)}
    return Filling(fields, REISSUED if certificate.replaces_id else "")


def withdrawn_text(certificate: Certificate) -> Filling:
    return Filling(_about(certificate) | {"alasan": certificate.end_reason})


def _about(certificate: Certificate) -> dict[str, object]:
    return {
        "nama": certificate.name,
        "pelatihan": certificate.module_title,
        "nomor": certificate.number,
    }
