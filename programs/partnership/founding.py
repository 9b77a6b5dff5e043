"""The memorandum of 9 August 2015, as the press report of that day tells it; nothing is added to it.

Can run again at any time: what is there stays as it is, so that an admin's correction (a signatory's
spelling) outlives the next run.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from soksi_portal.common.errors import RuleViolation
from umkm.regions.models import Province

from .choices import Measure, OrganisationKind, PhaseState
from .models import Clause, ClauseText, Commitment, Memorandum, Organisation, Phase, PhaseProvince, Signatory

SIGNED_ON = date(2015, 8, 9)
SEATS = 2  # "dua UMKM di setiap provinsi": the modest target of the first phase
# the four that split off in Papua came in 2022
PROVINCES_THEN = 34

TITLE = "Nota kerja sama (MoU) SOKSI dan Perum Jamkrindo untuk menguatkan UMKM"
SCOPE = (
    "Menguatkan usaha mikro, kecil, dan menengah (UMKM) milik kader SOKSI. SOKSI mengusulkan; setiap anggota"
    " dapat mendaftar. Jamkrindo melatih dan mendampingi (pelatihan manajemen, bina lingkungan), supaya usaha"
    " cukup tertata untuk berhubungan dengan bank: Jamkrindo menjadi jembatan antara UMKM dan bank."
)
SOURCE = (
    "Laporan pers tentang penandatanganan di Jakarta, Minggu, 9 Agustus 2015. Nama dan perusahaan ditulis"
    " seperti dalam laporan itu: Ketua Umum SOKSI Ade Komarudin dan Direktur Perum Jamkrindo Nanang Warsio;"
    " laporan yang sama juga menulis Winarso. Misbakhun, ketua bidang UMKM dan koperasi SOKSI, berbicara untuk"
    " program ini. Angka yang dikutip pada hari itu: SOKSI menghitung 5–6 juta kader yang menjalankan UMKM; dari"
    " 56 juta UMKM hanya 19 % memiliki akses ke bank. Tahap pertama: dua UMKM di setiap provinsi sebagai embrio."
)


class RegionsMissing(RuleViolation):
    """The provinces of that day are not there yet."""


@transaction.atomic
def load_founding() -> Memorandum:
    """The parties, the memorandum, its commitment and its first phase."""
    provinces = list(Province.objects.existing_on(SIGNED_ON))
    if len(provinces) != PROVINCES_THEN:
        raise RegionsMissing("Provinsi belum lengkap. Jalankan load_regions lebih dahulu.")
    soksi = _organisation("SOKSI", OrganisationKind.MASS_ORGANISATION, short_name="SOKSI")
    jamkrindo = _organisation("Perum Jamkrindo", OrganisationKind.GUARANTEE_COMPANY, short_name="Jamkrindo")
    memorandum = (
        Memorandum.objects.filter(signed_on=SIGNED_ON, parties=soksi).filter(parties=jamkrindo).first()
    )
    if memorandum is None:
        memorandum = _sign(soksi, jamkrindo)
    _first_phase(memorandum, provinces)
    return memorandum


def _organisation(name: str, kind: OrganisationKind, *, short_name: str) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"short_name": short_name, "kind": kind})[0]


def _sign(soksi: Organisation, jamkrindo: Organisation) -> Memorandum:
    memorandum = Memorandum.objects.create(
        title=TITLE, signed_on=SIGNED_ON, signed_at_place="Jakarta", source=SOURCE
    )
    memorandum.parties.set([soksi, jamkrindo])
    Signatory.objects.create(
        memorandum=memorandum, organisation=soksi, name="Ade Komarudin", office="Ketua Umum SOKSI"
    )
    Signatory.objects.create(
        memorandum=memorandum,
        organisation=jamkrindo,
        name="Nanang Warsio",
        office="Direktur Perum Jamkrindo",
        spelling_note="Laporan yang sama juga menulis Winarso.",
    )
    clause = Clause.objects.create(memorandum=memorandum, number=1)
    ClauseText.objects.create(clause=clause, version=1, text=SCOPE)
    Commitment.objects.create(  # whose it is, and until when, is not told
        memorandum=memorandum,
        clause=clause,
        text="dua UMKM di setiap provinsi",
        measure=Measure.PILOTS_PER_PROVINCE,
        target=SEATS,
    )
    return memorandum


def _first_phase(memorandum: Memorandum, provinces: list[Province]) -> None:
    """Closed: it lies before the portal, which knows none of its pilots. When it ended is not told."""
    phase, _is_new = Phase.objects.get_or_create(
        memorandum=memorandum,
        starts_on=SIGNED_ON,
        defaults={"name": "Tahap pertama (2015)", "state": PhaseState.CLOSED},
    )
    for province in provinces:
        PhaseProvince.objects.get_or_create(phase=phase, province=province, defaults={"quota": SEATS})
