"""What a new phase starts with; its admin changes it until the phase opens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .choices import Evidence
from .models import Criterion, Phase

# title, how to judge it, weight, the facts beside it
USUAL = (
    (
        _("Usahanya tumbuh"),
        _("1: baru mulai atau menurun. 3: stabil. 5: tumbuh beberapa tahun berturut-turut."),
        30,
        Evidence.GROWTH,
    ),
    (
        _("Legalitas dan kerapian"),
        _("1: belum ada izin. 3: sudah punya NIB. 5: NIB, NPWP, dan izin lengkap, catatan rapi."),
        25,
        Evidence.LEGALITY,
    ),
    (
        _("Pasar dan produk"),
        _("1: satu pembeli atau satu tempat. 3: beberapa saluran. 5: pasar luas, produk khas."),
        20,
        Evidence.MARKET,
    ),
    (
        _("Memberi kerja bagi lingkungan"),
        _("1: dikerjakan sendiri. 3: beberapa tetangga ikut bekerja. 5: banyak orang hidup darinya."),
        15,
        Evidence.WORK,
    ),
    (
        _("Siap menjadi contoh"),
        _("1: ragu mengikuti program. 3: bersedia hadir. 5: sudah membimbing usaha lain."),
        10,
        "",
    ),
)


def add_usual(phase: Phase) -> None:
    Criterion.objects.bulk_create(
        Criterion(
            phase=phase,
            number=number,
            title=str(title),
            guidance=str(guidance),
            weight=weight,
            evidence=evidence,
        )
        for number, (title, guidance, weight, evidence) in enumerate(USUAL, start=1)
    )
