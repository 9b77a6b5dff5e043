"""Who is told what about a change request. Sent in the transaction of its cause."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.outbox.services import enqueue
from umkm.businesses.choices import KeyField
from umkm.businesses.models import Business, ChangeRequest
from umkm.cadres.models import Cadre
from umkm.regions.models import Post

from .proposals import wished

# each at most 20 letters (soksi_portal/outbox/occasions.py)
OCCASIONS = {
    "change_agree": gettext_lazy("Persetujuan pemilik baru"),
    "change_approved": gettext_lazy("Perubahan disetujui"),
    "change_refused": gettext_lazy("Perubahan ditolak"),
    "business_moved_in": gettext_lazy("Usaha pindah ke provinsi Anda"),
}


def subject_of(change: ChangeRequest) -> str:
    return f"change:{change.pk}"


def ask_new_owner(change: ChangeRequest) -> None:
    if change.new_owner is None or change.new_owner.user is None:
        return
    body = _(
        "Kepada %(name)s,\n\n%(owner)s meminta agar usaha %(business)s di %(province)s menjadi milik Anda. Tidak ada"
        " yang berubah sebelum Anda setuju dan koordinator menyetujuinya. Masuk, lalu jawab di sini:\n%(address)s"
    ) % {
        "name": change.new_owner.full_name,
        "owner": change.business.owner.full_name,
        "business": change.business.name,
        "province": change.business.province.name,
        "address": _address(reverse("change_agree", args=[change.pk])),
    }
    title = _("Menjadi pemilik %(business)s?") % {"business": change.business.name}
    _send(change, "change_agree", change.new_owner.user, title, body)


def tell_approved(change: ChangeRequest, *, business: Business, old_owner: Cadre) -> None:
    """Who asked; a new owner and the old one each, for an owner."""
    body = _(
        "Kepada %(name)s,\n\npermintaan perubahan %(field)s untuk %(business)s sudah disetujui. Mulai sekarang"
        " berlaku: %(value)s.%(note)s\n\n%(address)s"
    )
    people = [change.requested_by]
    if change.field == KeyField.OWNER and change.new_owner:
        people += [person.user for person in (change.new_owner, old_owner) if person.user]
    title = _("%(field)s %(business)s berubah") % _about(change, business)
    for person in dict.fromkeys(people):
        words = {"name": person.full_name, "value": wished(change), **_words(change, business)}
        _send(change, "change_approved", person, title, body % words)


def tell_refused(change: ChangeRequest) -> None:
    body = _(
        "Kepada %(name)s,\n\npermintaan perubahan %(field)s untuk %(business)s tidak disetujui. Yang lama tetap"
        " berlaku.%(note)s\n\n%(address)s"
    )
    words = {"name": change.requested_by.full_name, **_words(change, change.business)}
    title = _("%(field)s %(business)s tidak berubah") % _about(change, change.business)
    _send(change, "change_refused", change.requested_by, title, body % words)


def tell_new_province(business: Business) -> None:
    """The coordinators of the province that a business has come to."""
    body = _(
        "Kepada %(name)s,\n\n%(business)s pindah ke %(place)s. Usaha ini sudah terverifikasi dan mulai sekarang ada di"
        " daftar Anda: %(address)s"
    )
    posts = Post.objects.active().filter(province_id=business.province_id, user__is_active=True)
    for post in posts.select_related("user"):
        enqueue(
            occasion="business_moved_in",
            subject_ref=f"business:{business.pk}",
            recipient=post.user,
            revision=business.change_requests.count(),
            title=_("%(business)s pindah ke provinsi Anda") % {"business": business.name},
            body=body
            % {
                "name": post.user.full_name,
                "business": business.name,
                "place": str(business.regency),
                "address": _address(business.get_absolute_url()),
            },
            time_zone=business.province.time_zone,
        )


def _about(change: ChangeRequest, business: Business) -> dict[str, str]:
    return {"field": str(change.get_field_display()), "business": business.name}


def _words(change: ChangeRequest, business: Business) -> dict[str, str]:
    note = f"\n\n{change.decision_note}" if change.decision_note else ""
    return {**_about(change, business), "note": note, "address": _address(business.get_absolute_url())}


def _address(path: str) -> str:
    return settings.PORTAL_URL.rstrip("/") + path


def _send(change: ChangeRequest, occasion: str, person: User, title: str, body: str) -> None:
    enqueue(
        occasion=occasion,
        subject_ref=subject_of(change),
        recipient=person,
        title=title[:200],
        body=body,
        time_zone=change.province.time_zone,
    )
