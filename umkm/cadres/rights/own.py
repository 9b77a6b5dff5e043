"""What this slice holds about a person: membership, consents, requests, and who read a masked number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.common.display import phone
from soksi_portal.common.encryption import decrypt

from ..identity import masked
from ..models import Cadre, Consent, DataRequest, Unmasking


def membership_held(user: User) -> Iterable[Section]:
    cadre = Cadre.objects.filter(user=user).select_related("province", "regency", "verified_by").first()
    if cadre:
        yield _membership(cadre)
    yield _consents(user, cadre)
    if cadre:
        yield _readings(cadre)
    yield _requests(user)


def _membership(cadre: Cadre) -> Section:
    nik = decrypt(cadre.nik_encrypted) if cadre.nik_encrypted else ""
    facts = (
        Fact("nama", _("Nama"), cadre.full_name),
        Fact("hp", _("Nomor HP"), cadre.phone, on_page=phone(cadre.phone)),
        Fact("nik", _("NIK"), nik, on_page=masked(nik)),
        Fact("jenis_kelamin", _("Jenis kelamin"), str(cadre.get_sex_display())),
        Fact("nomor_anggota", _("Nomor anggota SOKSI"), cadre.membership_number),
        Fact("kabupaten", _("Kabupaten/kota"), cadre.regency.full_name),
        Fact("provinsi", _("Provinsi"), cadre.province.name),
        Fact("status", _("Status keanggotaan"), str(cadre.get_state_display())),
        Fact("terdaftar", _("Terdaftar"), cadre.registered_at),
        Fact("dibatasi", _("Pemrosesan dibatasi sejak"), cadre.restricted_at),
    )
    return Section(
        key="kader",
        title=_("Keanggotaan"),
        purpose=_("Untuk memastikan bahwa Anda kader SOKSI dan terdaftar satu kali saja."),
        records=(Record(title=cadre.full_name, facts=facts),),
        rank=10,
    )


def _consents(user: User, cadre: Cadre | None) -> Section:
    given = Consent.objects.filter(user=user).select_related("text").order_by("-given_at", "-pk")
    return Section(
        key="persetujuan",
        title=_("Persetujuan"),
        purpose=_("Dasar hukum pemrosesan data Anda (UU 27/2022)."),
        records=(*(_consent(consent) for consent in given), *_on_paper(cadre)),
        empty=_("Anda belum memberi persetujuan."),
        rank=30,
    )


def _consent(consent: Consent) -> Record:
    return Record(
        title=_("Teks versi %(version)s") % {"version": consent.text_id},
        when=consent.given_at,
        facts=(
            Fact("versi", _("Versi teks"), consent.text_id),
            Fact("diberikan", _("Diberikan"), consent.given_at),
            Fact("ditarik", _("Ditarik"), consent.withdrawn_at),
            Fact("teks", _("Teks"), consent.text.body),
        ),
    )


def _on_paper(cadre: Cadre | None) -> Iterator[Record]:
    if cadre and cadre.paper_consent_on:
        version = cadre.paper_consent_text_id or ""
        yield Record(
            title=_("Tertulis, teks versi %(version)s") % {"version": version},
            facts=(
                Fact("versi", _("Versi teks"), version),
                Fact("ditandatangani", _("Ditandatangani"), cadre.paper_consent_on),
            ),
        )


def _readings(cadre: Cadre) -> Section:
    found = Unmasking.objects.filter(cadre=cadre).select_related("unmasked_by").order_by("-at", "-pk")
    return Section(
        key="pembukaan_nomor",
        title=_("Siapa membaca NIK atau NPWP Anda"),
        purpose=_("Nomor ini biasanya tertutup. Setiap kali dibuka lengkap, alasannya dicatat di sini."),
        records=tuple(_reading(one) for one in found),
        empty=_("Belum ada yang membukanya."),
        rank=40,
    )


def _reading(one: Unmasking) -> Record:
    return Record(
        title=_("%(number)s dibaca %(who)s") % {"number": one.get_field_display(), "who": one.unmasked_by},
        when=one.at,
        facts=(
            Fact("nomor", _("Nomor"), str(one.get_field_display())),
            Fact("oleh", _("Oleh"), one.unmasked_by.full_name),
            Fact("alasan", _("Alasan"), str(one.get_reason_display())),
            Fact("penjelasan", _("Penjelasan"), one.words),
            Fact("pada", _("Pada"), one.at),
        ),
    )


def _requests(user: User) -> Section:
    found = DataRequest.objects.filter(user=user).order_by("-created_at", "-pk")
    return Section(
        key="permintaan",
        title=_("Permintaan Anda tentang data"),
        purpose=_("Untuk menjawab Anda dalam 3 × 24 jam, dan membuktikannya."),
        records=tuple(_request(request) for request in found),
        empty=_("Anda belum mengajukan permintaan."),
        rank=45,
    )


def _request(request: DataRequest) -> Record:
    return Record(
        title=str(request.get_kind_display()),
        when=request.created_at,
        facts=(
            Fact("meminta", _("Meminta"), str(request.get_kind_display())),
            Fact("penjelasan", _("Penjelasan"), request.words),
            Fact("diminta", _("Diminta"), request.created_at),
            Fact("paling_lambat", _("Paling lambat dijawab"), request.due_at),
            Fact("status", _("Status"), str(request.get_state_display())),
            Fact("dijawab", _("Dijawab"), request.handled_at),
            Fact("jawaban", _("Jawaban"), request.answer),
        ),
    )
