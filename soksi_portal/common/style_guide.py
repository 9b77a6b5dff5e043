"""`/gaya/` (only where DEBUG is on): every template part once, to look at and to test."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from soksi_portal.common.charts import Point
from soksi_portal.common.fields import RupiahField
from soksi_portal.common.layout import Section, helper
from soksi_portal.common.parts import Event, Fact, Task
from soksi_portal.common.tilemap import Seat, Tile, Tone

MONTHS = ("Juni", "Juli", "Agustus", "September", "Oktober", "November")
ROOT = Path(__file__).resolve().parents[2]


def sample_tiles() -> list[Tile]:
    """The real places of the provinces with invented states."""
    seats: list[tuple[Seat, ...]] = [
        ("active", "active"),
        ("active", "free"),
        ("active", "offered"),
        ("free", "free"),
        ("active",) * 3 + ("free",) * 2,
    ]
    tones: list[Tone] = ["on_track", "on_track", "attention", "behind", "on_track"]
    with (ROOT / "umkm" / "regions" / "provinces.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        Tile(
            code=row["kemendagri_code"],
            iso_code=row["iso_code"],
            name=row["name"],
            column=int(row["tile_column"]),
            row=int(row["tile_row"]),
            tone="none" if row["iso_code"] == "PS" else tones[number % 4 if number < 30 else 4],
            seats=seats[number % 4 if number < 34 else 4],
            figures=(
                ("Kursi terisi", "1 dari 2"),
                ("Usaha terverifikasi", "128"),
                ("Kehadiran", "83\u00a0%"),
            ),
            url=f"#{row['kemendagri_code']}",
        )
        for number, row in enumerate(rows)
    ]


class SampleForm(forms.Form):
    """Each kind of field once."""

    name = forms.CharField(label="Nama usaha", help_text="Seperti di papan nama. Misalnya: Warung Bu Sari.")
    kind = forms.ChoiceField(label="Bentuk usaha", choices=[("", "Pilih"), ("a", "Perorangan"), ("b", "CV")])
    nib = forms.CharField(label="NIB", required=False, help_text="13 angka, misalnya 1234567890123.")
    sales = RupiahField(
        label="Penjualan tahun lalu",
        help_text="Perkiraan boleh. Misalnya: Rp 120.000.000.",
    )
    loan = forms.ChoiceField(
        label="Apakah usaha ini punya pinjaman bank hari ini?",
        choices=[("yes", "Ya"), ("no", "Tidak"), ("unknown", "Saya tidak tahu")],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label="Foto tempat usaha", required=False)
    story = forms.CharField(label="Cerita singkat", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Data ini benar sejauh yang saya tahu.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            Section("Usaha", "name", "kind", "nib"),
            Section(
                "Keuangan",
                "sales",
                "loan",
                hint="Hanya Anda dan petugas program yang membacanya.",
            ),
            "photo",
            "story",
            "agree",
        )


class FilterForm(forms.Form):
    """As a django-filter form looks."""

    q = forms.CharField(label="Cari", required=False)
    state = forms.ChoiceField(label="Status", required=False, choices=[("", "Semua"), ("a", "Diverifikasi")])


def sample_business(now: datetime) -> dict[str, Any]:
    """What the parts about one business show."""
    return {
        "tasks": [
            Task("Tentang usaha", "done", "#"),
            Task("Alamat", "returned", "#", "Koordinator meminta nomor RT/RW."),
            Task("Keuangan", "started", "#"),
            Task("Foto", "optional", "#"),
            Task("Kirim untuk diperiksa", "blocked"),
        ],
        "facts": [
            Fact("Nama usaha", "Warung Bu Sari", "#"),
            Fact("NIB", "", "#"),
            Fact("Penjualan tahun lalu", "Rp 120.000.000", "#"),
        ],
        "events": [
            Event("Diverifikasi", now, "Rina S.", "Alamat dan foto cocok.", "good"),
            Event(
                "Dikembalikan",
                now - timedelta(days=2),
                "Rina S.",
                "Nomor RT/RW belum ada.",
                "attention",
            ),
            Event("Dikirim", now - timedelta(days=3), "Sari", tone="waiting"),
        ],
    }


def sample_figures() -> dict[str, Any]:
    """What the map, the charts and the tables show."""
    return {
        "tiles": sample_tiles(),
        "bars": [
            Point("Terdaftar", 1204),
            Point("Terverifikasi", 830),
            Point("Diusulkan", 96, tone="attention"),
        ],
        "months": [
            Point(name, value) for name, value in zip(MONTHS, (12, 40, 38, 95, 120, 164), strict=True)
        ],
        "people": [
            SimpleNamespace(name="Sari Wulandari", sales=120_000_000),
            SimpleNamespace(name="Budi", sales=9),
        ],
    }


def style_guide(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "now": now,
        "start": now + timedelta(days=3),
        "end": now + timedelta(days=3, hours=3),
        "earlier": now - timedelta(days=3),
        "tones": ["neutral", "waiting", "good", "attention", "bad"],
        "crumbs": [("Beranda", "#"), ("Usaha", "#")],
        "form": SampleForm(request.POST if request.method == "POST" else None),
        "wrong": SampleForm({"sales": "banyak", "name": ""}, auto_id="salah_%s"),
        "filter_form": FilterForm(),
        **sample_business(now),
        **sample_figures(),
    }
    return render(request, "style_guide.html", context)


style_guide.guard = "public"  # type: ignore[attr-defined]  # the guard of accounts is a floor above
urlpatterns = [path("", style_guide, name="style_guide")]
