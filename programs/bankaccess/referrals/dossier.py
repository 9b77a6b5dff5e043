"""What is written in the file for the bank: from the records, as plain words, with a fingerprint.

What the owner reads before she consents and what is frozen then are the same words: the fingerprint says so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.bankaccess.models import CreditAnswer, Referral
from programs.mentoring.reports.months import month_words
from programs.mentoring.reports.performance import performance_of
from programs.mentoring.statements.lines import Line
from programs.mentoring.statements.papers import Papers, Statement, papers_of
from programs.training.models import Certificate
from soksi_portal.common.display import day, figure, in_zone, phone, rupiah
from umkm.businesses.choices import Licence
from umkm.businesses.merged import own_or_merged
from umkm.businesses.models import Business, Document
from umkm.cadres.identity import masked_stored

from .registry import Section, sections_of

MONTHS = 12


@dataclass(frozen=True)
class Dossier:
    """Words only: JSON as it reaches the template."""

    text: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def dossier_of(referral: Referral) -> Dossier:
    business = referral.business
    papers = papers_of(business, months=MONTHS)
    data = {
        "portal": _("Portal Kemitraan UMKM Soksi–Jamkrindo"),
        "title": _("Berkas bank"),
        "number": str(referral),
        "business": business.name,
        "owner": business.owner.full_name,
        "place": f"{business.regency}, {business.province}",
        "bank": _("Untuk %(bank)s") % {"bank": referral.bank.name},
        "secret": _("Rahasia. Hanya untuk bank ini dan permohonan ini, atas persetujuan pemilik usaha."),
        "page": _("Halaman"),
        "currency": _("Dalam rupiah"),
        "blocks": [
            {"title": title, "facts": [[label, value] for label, value in facts]}
            for title, facts in (
                (_("Permohonan"), _request(referral)),
                (_("Usaha"), _profile(business)),
                (_("Legalitas"), _legality(business)),
                (_("Riwayat kredit"), _credit(business)),
            )
        ],
        "statements": [_statement(one) for one in papers.statements] if papers else [],
        "statements_note": _statements_note(papers),
        "sections": [
            _section(one) for one in (_trainings(business), *sections_of(business), _documents(business))
        ],
    }
    return Dossier(json.dumps(_plain(data), ensure_ascii=False, sort_keys=True))


Facts = list[tuple[str, str]]


def _request(referral: Referral) -> Facts:
    months = _("%(months)s bulan") % {"months": referral.months} if referral.months else _("menurut bank")
    return [
        (_("Produk"), str(referral.product)),
        (_("Syarat"), _("versi %(number)s, %(regulation)s") % {"number": referral.terms.number, "regulation": referral.terms.regulation}),
        (_("Jumlah"), rupiah(referral.amount)),
        (_("Jangka waktu"), months),
        (_("Untuk"), referral.purpose),
        (_("Penjaminan Jamkrindo"), _("diminta") if referral.wants_guarantee else _("tidak diminta")),
    ]  # fmt: skip


def _profile(business: Business) -> Facts:
    return [
        (_("Alamat"), business.address),
        (_("Kegiatan"), business.description),
        (_("KBLI"), str(business.kbli or "–")),
        (_("Mulai"), str(business.start_year or "–")),
        (_("Bentuk"), str(business.get_legal_form_display())),
        (_("Pekerja"), _employees(business)),
        (_("Penjualan tahun lalu"), rupiah(business.last_year_sales)),
        (_("Modal usaha"), rupiah(business.capital)),
        (_("Kelas usaha"), business.get_size_class() or "–"),
        (_("Nomor HP pemilik"), phone(business.owner.phone)),
    ]


def _employees(business: Business) -> str:
    """As last reported, with the month; as registered before the first report."""
    reported = performance_of(business, months=1)
    if not reported:
        return figure(business.employees)
    last = reported[-1]
    return _("%(count)s dibayar, menurut laporan %(month)s") % {
        "count": figure(last.employees),
        "month": month_words(last.month),
    }


def _legality(business: Business) -> Facts:
    licences = ", ".join(str(Licence(one).label) for one in business.licences)
    return [
        (_("NIB"), business.nib or _("belum ada")),
        (_("NPWP"), masked_stored(business.npwp_encrypted) or _("belum ada")),
        (_("NIK pemilik"), masked_stored(business.owner.nik_encrypted) or _("belum ada")),
        (_("Izin lain"), licences or "–"),
        (_("Terverifikasi"), day(in_zone(business.verified_at, business.province.time_zone)) if business.verified_at else "–"),
    ]  # fmt: skip


def _credit(business: Business) -> Facts:
    answer = CreditAnswer.objects.of(business).newest_first().first()
    if answer is None:
        return [(_("Kredit program"), _("belum dijawab")), (_("SLIK"), _("belum dicek"))]
    running = _("sedang berjalan") if answer.has_programme_credit else _("tidak ada")
    return [
        (_("Kredit program"), running),
        (_("SLIK"), str(answer.get_slik_display())),
        (_("Per tanggal"), day(answer.answered_on)),
    ]


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "title": statement.title,
        "columns": list(statement.columns),
        "lines": [_line(line) for line in statement.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    amounts = [f"({figure(-one)})" if one < 0 else figure(one) for one in line.amounts]
    return {"label": line.label, "level": line.level, "amounts": amounts}


def _statements_note(papers: Papers | None) -> str:
    if papers is None:
        return _("Belum ada laporan bulanan, jadi laporan keuangan belum tersusun.")
    words = _(
        "Laporan keuangan %(period)s, disusun dari laporan bulanan pemilik menurut SAK EMKM; tidak diaudit."
    )
    return words % {"period": papers.period}


def _trainings(business: Business) -> Section:
    rows = [
        (one.module_title, day(in_zone(one.ends_at, one.time_zone)), one.number)
        for one in Certificate.objects.standing().filter(own_or_merged(business)).order_by("ends_at", "pk")
    ]
    if not rows:
        return Section(_("Pelatihan dan sertifikat"), (_("Belum ada sertifikat."),))
    return Section(
        _("Pelatihan dan sertifikat"), rows=((_("Pelatihan"), _("Selesai"), _("Nomor sertifikat")), *rows)
    )


def _documents(business: Business) -> Section:
    """What lies in the portal, so that the bank asks for it by name; numbers of persons stay there."""
    kept = Document.objects.kept()
    found = [
        *kept.filter(business=business).order_by("pk"),
        *kept.filter(cadre=business.owner_id).order_by("pk"),
    ]
    rows = [
        (
            str(one.get_kind_display()),
            day(in_zone(one.uploaded_at, business.province.time_zone)),
            one.sha256[:12],
        )
        for one in found
    ]
    if not rows:
        return Section(_("Dokumen yang tersedia"), (_("Belum ada dokumen."),))
    return Section(_("Dokumen yang tersedia"), rows=((_("Dokumen"), _("Diunggah"), _("Sidik berkas")), *rows))


def _section(section: Section) -> dict[str, Any]:
    return {"title": section.title, "words": list(section.words), "rows": [list(row) for row in section.rows]}


def _plain(value: Any) -> Any:
    """Without what no font can show: control characters and halves of characters."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return "".join(one for one in str(value) if one.isprintable() or one == "\u00a0")
