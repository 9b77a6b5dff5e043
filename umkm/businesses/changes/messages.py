"""Who is told what about a change request. Sent in the transaction of its cause."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, PROVINCE, Field, Occasion
from umkm.businesses.choices import KeyField
from umkm.businesses.models import Business, ChangeRequest
from umkm.cadres.models import Cadre
from umkm.regions.models import Post

from .proposals import wished

PART = Field("bagian", _("Data yang berubah"), _("Nama usaha"))
NOTE = Field("catatan", _("Catatan pemeriksa, kosong bila tidak ada"), _("Cocok dengan NIB-nya."))
# each code at most 20 letters (soksi_portal/outbox/occasions.py)
OCCASIONS = (
    Occasion(
        "change_agree",
        _("Persetujuan pemilik baru"),
        Kind.BUSINESS,
        (Field("pemilik", _("Pemilik sekarang"), _("Budi Santoso")), BUSINESS, PROVINCE, LINK),
        title=_("Menjadi pemilik {usaha}?"),
        body=_(
            "Kepada {nama},\n\n{pemilik} meminta agar usaha {usaha} di {provinsi} menjadi milik Anda. Tidak ada"
            " yang berubah sebelum Anda setuju dan koordinator menyetujuinya. Masuk, lalu jawab di sini:\n{tautan}"
        ),
        short=_("{pemilik} meminta agar usaha {usaha} menjadi milik Anda. Jawab di sini: {tautan}"),
    ),
    Occasion(
        "change_approved",
        _("Perubahan disetujui"),
        Kind.BUSINESS,
        (PART, BUSINESS, Field("nilai", _("Yang berlaku sekarang"), _("Keripik Bu Siti Jaya")), NOTE, LINK),
        title=_("{bagian} {usaha} berubah"),
        body=_(
            "Kepada {nama},\n\npermintaan perubahan {bagian} untuk {usaha} sudah disetujui. Mulai sekarang"
            " berlaku: {nilai}.\n\n{catatan}\n\n{tautan}"
        ),
        short=_("Perubahan {bagian} untuk {usaha} disetujui. Lihat: {tautan}"),
    ),
    Occasion(
        "change_refused",
        _("Perubahan ditolak"),
        Kind.BUSINESS,
        (PART, BUSINESS, NOTE, LINK),
        title=_("{bagian} {usaha} tidak berubah"),
        body=_(
            "Kepada {nama},\n\npermintaan perubahan {bagian} untuk {usaha} tidak disetujui. Yang lama tetap"
            " berlaku.\n\n{catatan}\n\n{tautan}"
        ),
        short=_("Perubahan {bagian} untuk {usaha} tidak disetujui. Lihat: {tautan}"),
    ),
    Occasion(
        "business_moved_in",
        _("Usaha pindah ke provinsi Anda"),
        Kind.STAFF,
        (BUSINESS, Field("tempat", _("Kabupaten atau kota baru"), _("Kota Bandung")), LINK),
        title=_("{usaha} pindah ke provinsi Anda"),
        body=_(
            "Kepada {nama},\n\n{usaha} pindah ke {tempat}. Usaha ini sudah terverifikasi dan mulai sekarang ada di"
            " daftar Anda: {tautan}"
        ),
        short=_("{usaha} pindah ke {tempat} dan kini ada di daftar Anda: {tautan}"),
    ),
)


def subject_of(change: ChangeRequest) -> str:
    return f"change:{change.pk}"


def ask_new_owner(change: ChangeRequest) -> None:
    if change.new_owner is None or change.new_owner.user is None:
        return
    fields = {
        "nama": change.new_owner.full_name,
        "pemilik": change.business.owner.full_name,
        "usaha": change.business.name,
        "provinsi": change.business.province.name,
        "tautan": _address(reverse("change_agree", args=[change.pk])),
    }
    _send(change, "change_agree", change.new_owner.user, fields)


def tell_approved(change: ChangeRequest, *, business: Business, old_owner: Cadre) -> None:
    """Who asked; a new owner and the old one each, for an owner."""
    people = [change.requested_by]
    if change.field == KeyField.OWNER and change.new_owner:
        people += [person.user for person in (change.new_owner, old_owner) if person.user]
    for person in dict.fromkeys(people):
        _send(change, "change_approved", person, {"nilai": wished(change), **_words(change, business)})


def tell_refused(change: ChangeRequest) -> None:
    _send(change, "change_refused", change.requested_by, _words(change, change.business))


def tell_new_province(business: Business) -> None:
    """The coordinators of the province that a business has come to."""
    posts = Post.objects.active().filter(province_id=business.province_id, user__is_active=True)
    for post in posts.select_related("user"):
        enqueue(
            occasion="business_moved_in",
            subject_ref=f"business:{business.pk}",
            recipient=post.user,
            revision=business.change_requests.count(),
            fields={
                "usaha": business.name,
                "tempat": business.regency,
                "tautan": _address(business.get_absolute_url()),
            },
            time_zone=business.province.time_zone,
        )


def _words(change: ChangeRequest, business: Business) -> dict[str, str]:
    return {
        "bagian": change.get_field_display(),
        "usaha": business.name,
        "catatan": change.decision_note,
        "tautan": _address(business.get_absolute_url()),
    }


def _address(path: str) -> str:
    return settings.PORTAL_URL.rstrip("/") + path


def _send(change: ChangeRequest, occasion: str, person: User, fields: Mapping[str, object]) -> None:
    enqueue(
        occasion=occasion,
        subject_ref=subject_of(change),
        recipient=person,
        fields=fields,
        time_zone=change.province.time_zone,
    )
