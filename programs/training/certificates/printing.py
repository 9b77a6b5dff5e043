"""From a certificate's row to the words that are printed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.training.models import Certificate
from soksi_portal.common.display import day, in_zone, moment_range

from .pdf import Face
from .texts import check_url


def face_of(certificate: Certificate) -> Face:
    return Face(
        number=certificate.number,
        name=certificate.name,
        business=certificate.business_name,
        module=certificate.module_title,
        hours=_("%(hours)d jam pelatihan") % {"hours": certificate.hours},
        when=moment_range(certificate.starts_at, certificate.ends_at, certificate.time_zone),
        place=certificate.place,
        issued=_("Diterbitkan %(day)s") % {"day": day(in_zone(certificate.issued_at, certificate.time_zone))},
        url=check_url(certificate),
    )
