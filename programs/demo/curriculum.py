"""What is taught in the demo: the phase's path, a few materials, who teaches what where, absences, and one series."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta

import xlsxwriter
from django.core.files.base import ContentFile

from programs.training.choices import AbsenceReason, MaterialAudience, Rhythm, SessionMode
from programs.training.curriculum.services import add_file, add_link, set_path
from programs.training.models import Module, Venue
from programs.training.scheduling.series import Meeting, schedule_series
from programs.training.services import Arrangement
from programs.training.trainers.services import add_absence, save_profile
from umkm.regions.choices import IslandGroup
from umkm.regions.models import Province

from .accounts import HOME, Staff
from .selection import Selection

PATH = ("PBK", "ARK", "LGL", "PDG", "RUS", "BNK")
# by the turn of the trainers: where, in which languages beside Indonesian, and what; Maluku lacks the bank, on purpose
GROUPS = (
    ((IslandGroup.JAWA,), ("su", "jv"), PATH),
    ((IslandGroup.SUMATRA,), ("min", "btk"), PATH),
    ((IslandGroup.KALIMANTAN,), ("bjn",), PATH),
    ((IslandGroup.SULAWESI,), ("bug",), PATH),
    ((IslandGroup.BALI_NUSA_TENGGARA,), ("ban", "sas"), PATH),
    ((IslandGroup.PAPUA,), ("pmy",), PATH[:4]),
    ((IslandGroup.MALUKU,), (), PATH[:5]),
)
FAR = timedelta(weeks=5)  # behind the demo's other sessions


def make_curriculum(*, staff: Staff, selection: Selection, now: datetime) -> None:
    modules = {module.code: module for module in Module.objects.all()}
    by = staff.jamkrindo[0]
    set_path(phase=selection.phase, modules=[modules[code] for code in PATH], by=by)
    add_file(
        module=modules["PBK"], title="Lembar kas harian", audience=MaterialAudience.EVERYONE,
        upload=ContentFile(_cash_sheet()), by=by,
    )  # fmt: skip
    add_link(
        module=modules["PBK"], title="Video: mencatat uang masuk dan keluar", by=by,
        audience=MaterialAudience.EVERYONE, link="https://video.contoh.test/pembukuan",
    )  # fmt: skip
    add_link(
        module=modules["BNK"], title="Panduan pelatih: simulasi 5C", by=by,
        audience=MaterialAudience.TRAINERS, link="https://panduan.contoh.test/5c",
    )  # fmt: skip
    _profiles(staff, modules)
    first = now.date() + timedelta(weeks=9)
    add_absence(
        trainer=staff.trainers[0],
        first=first,
        last=first + timedelta(days=4),
        reason=AbsenceReason.LEAVE,
        by=by,
    )


def _profiles(staff: Staff, modules: dict[str, Module]) -> None:
    by = staff.jamkrindo[0]
    for turn, trainer in enumerate(staff.trainers):
        islands, languages, codes = GROUPS[turn % len(GROUPS)]
        provinces = list(Province.objects.existing().filter(island_group__in=islands))
        save_profile(
            trainer=trainer, time_zone=provinces[0].time_zone, languages=["id", *languages],
            provinces=provinces, modules=[modules[code] for code in codes], by=by,
        )  # fmt: skip


def make_series(*, staff: Staff, selection: Selection, now: datetime) -> None:
    """Three weeks one after another, along the path, on site and online at once."""
    code = next(code for code, pilots in selection.pilots.items() if pilots and code != HOME)
    province = Province.objects.get(code=code)
    day = (now + FAR).astimezone(province.zone).date()
    day += timedelta(days=(1 - day.weekday()) % 7)  # a Tuesday
    start = datetime.combine(day, time(9), tzinfo=province.zone)
    arrangement = Arrangement(
        trainer=staff.trainers[-1], starts_at=start, ends_at=start + timedelta(hours=3), capacity=20,
        mode=SessionMode.HYBRID, venue=Venue.objects.filter(regency__province=province).order_by("pk")[0],
        link="https://rapat.contoh.test/rangkaian", time_zone=province.time_zone,
    )  # fmt: skip
    path = [step.module for step in selection.phase.path.select_related("module")[:3]]
    meetings = [Meeting(start + timedelta(weeks=number), module) for number, module in enumerate(path)]
    schedule_series(
        meetings=meetings, phase=selection.phase, provinces=[province], arrangement=arrangement,
        rhythm=Rhythm.WEEKLY, by=staff.jamkrindo[0],
    )  # fmt: skip


def _cash_sheet() -> bytes:
    """A day's money on one sheet."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Kas harian")
        sheet.write_row(0, 0, ["Tanggal", "Keterangan", "Masuk (Rp)", "Keluar (Rp)", "Sisa (Rp)"])
        sheet.set_column(0, 4, 18)
    return written.getvalue()
