"""What a person mends without asking anybody."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation

from ..choices import CadreState, DataRequestKind
from ..locking import locked_with_records
from ..models import Cadre, DataRequest
from ..services import PhoneTaken, set_nik
from .messages import tell_changed


class NameFixed(RuleViolation):
    """The name was compared with the KTP: it changes only on a request."""


def may_rename(cadre: Cadre | None) -> bool:
    return cadre is None or cadre.state != CadreState.VERIFIED


def way_to_correct(request: DataRequest) -> str:
    """The answer to who asks an admin: nobody changes a person's name or NIK but that person, and, once they were
    examined, a coordinator who has seen the evidence. Empty for other requests.
    """
    if request.kind != DataRequestKind.CORRECT:
        return ""
    base = settings.PORTAL_URL.rstrip("/")
    if may_rename(Cadre.objects.filter(user=request.user_id).first()):
        return _("Nama, nomor HP, dan NIK dapat Anda perbaiki sendiri di sini: %(address)s") % {
            "address": base + reverse("my_data_correct")
        }
    return _(
        "Nama dan NIK Anda sudah diperiksa, jadi keduanya berubah dengan foto KTP. Minta perubahannya di sini: %(address)s"
        " Koordinator provinsi Anda mencocokkannya. Nomor HP dapat Anda ganti sendiri di halaman Data saya."
    ) % {"address": base + reverse("change_own")}


@transaction.atomic
def correct_own(*, user: User, full_name: str, phone: str, nik: str = "") -> list[str]:
    """The own name, mobile number and NIK; returns the labels of what is different now.

    Raises NameFixed, PhoneTaken, and what set_nik raises.
    """
    found = Cadre.objects.filter(user=user).values_list("pk", flat=True).first()
    cadre = locked_with_records(found) if found else None
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    changed = []
    if full_name != user.full_name or (cadre and full_name != cadre.full_name):
        if not may_rename(cadre):
            raise NameFixed(
                _("Nama Anda sudah diperiksa. Minta perubahan dengan foto KTP untuk memperbaikinya."),
                field="full_name",
            )
        changed.append(_("nama"))
    if phone != (user.phone or "") or (cadre and phone != cadre.phone):
        changed.append(_("nomor HP"))
    _save(user, cadre, full_name, phone)
    if cadre and nik:
        before = cadre.nik_hash
        if set_nik(cadre=cadre, nik=nik, by=user).nik_hash != before:
            changed.append(_("NIK"))
    if changed:
        tell_changed(user, changed=changed, revision=int(timezone.now().timestamp()))
    return changed


def _save(user: User, cadre: Cadre | None, full_name: str, phone: str) -> None:
    if phone != user.phone:
        user.phone_verified = False
    user.full_name, user.phone = full_name, phone or None
    try:
        with transaction.atomic():
            user.save(update_fields=["full_name", "phone", "phone_verified"])
            if cadre:
                cadre.full_name, cadre.phone = full_name, phone
                cadre.save(update_fields=["full_name", "phone"])
    except IntegrityError as error:
        if "phone" not in str(error):
            raise
        raise PhoneTaken(
            _(
                "Nomor HP ini sudah dipakai orang lain. Bila nomor ini milik Anda, tanyakan kepada koordinator."
            ),
            field="phone",
        ) from error
