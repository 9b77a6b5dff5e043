"""What members tell about themselves while they register a business."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User

from .choices import CadreState
from .models import Cadre
from .services import MembershipTaken, NotOwnCard, locked_cadre, set_nik


@transaction.atomic
def tell_identity(*, cadre: Cadre, nik: str, membership_number: str, by: User) -> Cadre:
    """Keep what a member says: an empty NIK leaves the stored one. Verified, nothing changes.

    Raises NotOwnCard, NikTaken, NikFixed, MembershipTaken.
    """
    if nik:
        set_nik(cadre=cadre, nik=nik, by=by)
    cadre = locked_cadre(cadre)
    if cadre.user_id != by.pk:
        raise NotOwnCard(_("Hanya pemiliknya yang dapat mengisi data ini."))
    if cadre.state == CadreState.VERIFIED or cadre.membership_number == membership_number:
        return cadre
    cadre.membership_number = membership_number
    try:
        with transaction.atomic():
            cadre.save(update_fields=["membership_number"])
    except IntegrityError as error:
        if "membership" not in str(error):
            raise
        sentence = _("Nomor anggota ini sudah terdaftar atas nama lain. Periksa lagi, atau kosongkan dahulu.")
        raise MembershipTaken(sentence, field="membership_number") from error
    return cadre
