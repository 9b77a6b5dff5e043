"""Where a business stands: what, who has it now, what comes next. Seen by its owner at all times."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from soksi_portal.common.display import moment
from soksi_portal.common.parts import Event
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre
from umkm.regions.models import Province

from . import story
from .choices import BusinessState
from .models import Business
from .queries import latest_return
from .story import Badge, Standing

# the tones of a story in the tones of badges and timelines
TONES = {"info": "waiting"}


def standing_of(business: Business) -> Standing:
    """The standing told by the highest slice that has one, else by the state.

    Apps are listed from the highest floor down and register in that order, so the first answer is the highest.
    """
    for part in story.parts() if business.state != BusinessState.MERGED else ():
        told = part.standing(business)
        if told is not None:
            return replace(told, tone=TONES.get(told.tone, told.tone))
    state = BusinessState(business.state)
    return Standing(str(state.label), state.tone, _sentence(business, state))


def badges_of(businesses: list[Business]) -> dict[int, Badge]:
    """The standing of each in a word or two; the highest slice that has one tells it, as in `standing_of`."""
    told = {business.pk: Badge(business.get_state_display(), business.state_tone) for business in businesses}
    open_ones = [business for business in businesses if business.state != BusinessState.MERGED]
    for part in reversed(story.parts()):
        told |= part.badges(open_ones)
    return {pk: Badge(badge.label, TONES.get(badge.tone, badge.tone)) for pk, badge in told.items()}


def _sentence(business: Business, state: BusinessState) -> str:
    if state == BusinessState.DRAFT:
        if latest_return(business):
            return _(
                "Ada di tangan Anda. Perbaiki isian yang diberi catatan, lalu kirim lagi untuk diperiksa."
            )
        return _("Ada di tangan pemiliknya. Setelah lengkap, kirim untuk diperiksa.")
    if state == BusinessState.RETURNED:
        return _("Ada di tangan pemiliknya. Isian yang diberi catatan diperbaiki, lalu dikirim lagi.")
    if state == BusinessState.SUBMITTED and business.owner.state == CadreState.RETURNED:
        return _("Menunggu kartu anggota: ada di tangan pemiliknya, yang memperbaiki lalu mengirimnya lagi.")
    if state == BusinessState.SUBMITTED and business.owner.state != CadreState.VERIFIED:
        return _("Menunggu kartu anggota: %(who)s memeriksanya lebih dulu, lalu usaha ini.") % {
            "who": examiner(business.province)
        }
    if state == BusinessState.SUBMITTED:
        return _("%(who)s memeriksa datanya. Anda menerima pesan begitu selesai.") % {
            "who": examiner(business.province)
        }
    if state == BusinessState.MERGED:
        return _("Usaha ini ternyata sama dengan usaha lain yang terdaftar, jadi keduanya digabungkan.")
    return _("Berikutnya, %(who)s dapat mengusulkan usaha ini menjadi UMKM percontohan.") % {
        "who": examiner(business.province)
    }


def card_sentence(cadre: Cadre) -> str:
    """Where a membership stands, for its member."""
    state = CadreState(cadre.state)
    if state == CadreState.RETURNED:
        return _("Perbaiki yang diberi catatan, lalu kirim lagi. Usaha Anda menunggu sampai ini selesai.")
    if state == CadreState.SUBMITTED:
        return _(
            "%(who)s memeriksa keanggotaan Anda sejak %(since)s. Anda menerima pesan begitu selesai."
        ) % {
            "who": examiner(cadre.province),
            "since": moment(cadre.state_since, cadre.province.time_zone),
        }
    if state == CadreState.VERIFIED:
        return _("Keanggotaan SOKSI Anda sudah diperiksa dan diverifikasi.")
    return _("Kartu anggota Anda dikirim bersama usaha Anda yang pertama.")


def has_coordinator(province: Province) -> bool:
    return Province.objects.coordinated().filter(pk=province.pk).exists()


def examiner(province: Province) -> str:
    """Who has a submitted business of this province."""
    if has_coordinator(province):
        return _("Koordinator %(province)s") % {"province": province.name}
    return _("Pengurus pusat")


def waiting_title(business: Business) -> str:
    """The beginning of “Menunggu … sejak 3 hari”."""
    return _("Menunggu %(who)s") % {"who": examiner(business.province)}


def what_next(business: Business) -> str:
    """Said once a business is submitted: since when it waits, and how its owner learns the end."""
    province = business.province
    words = {"province": province.name, "since": moment(business.submitted_at, province.time_zone)}
    if has_coordinator(province):
        return (
            _("Sejak %(since)s. Anda menerima pesan begitu pemeriksaan selesai, dan hasilnya tampak di sini.")
            % words
        )
    return (
        _(
            "Sejak %(since)s. %(province)s belum punya koordinator. Pengurus pusat melihat antrean ini di berandanya"
            " dan akan menunjuk koordinator yang memeriksanya."
        )
        % words
    )


def events_of(business: Business) -> list[Event]:
    """What other slices tell about this business."""
    return [
        Event(
            title=event.title,
            at=event.at,
            by=event.who,
            text=event.text,
            tone=TONES.get(event.tone, event.tone),
            url=event.url,
            action=event.action,
        )
        for part in story.parts()
        for event in part.events(business)
    ]
