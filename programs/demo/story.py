"""The demo as a whole: deterministic from a seed, but for the day it is made on."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from faker import Faker

from programs.impact.services import count_impact
from soksi_portal.audit.services import because

from .accounts import Staff, make_staff
from .agreement import make_agreement, make_calendar
from .banks import make_banks
from .books import make_books
from .curriculum import make_curriculum, make_series
from .documents import make_documents
from .earlier import make_earlier_phase
from .embryo import make_embryo
from .imports import make_import
from .invitations import make_guests
from .memberships import make_stand_ins
from .messages import make_troubles
from .readiness import make_readiness
from .registry import Registry, make_registry, today
from .requests import make_requests
from .seats import make_draft, make_freed_seats
from .selection import Selection, make_selection
from .trainings import make_trainings
from .visits import make_mentoring

SEED = 20150809  # the day of the MoU


@transaction.atomic
def make_demo(*, password: str, say: Callable[[str], object]) -> None:
    """Fill an empty database that has the reference data. All or nothing."""
    fake = Faker("id_ID")
    fake.seed_instance(SEED)
    chance = random.Random(SEED)  # noqa: S311 — a story, not a secret
    now = today()
    with because("Data contoh"):
        say("Akun demo dan koordinator provinsi …")
        staff = make_staff(password=password, fake=fake, since=now - timedelta(days=430))
        say("Kader dan usaha …")
        registry = make_registry(staff=staff, fake=fake, chance=chance, now=now)
        _learn_sizes()
        say("Usulan dan UMKM percontohan …")
        memorandum = make_agreement(staff=staff, now=now)
        selection = make_selection(
            memorandum=memorandum, staff=staff, registry=registry, chance=chance, now=now
        )
        make_calendar(phase=selection.phase, now=now)
    _learn_sizes()
    _go_on(staff=staff, selection=selection, registry=registry, fake=fake, chance=chance, now=now, say=say)


def _go_on(
    *,
    staff: Staff,
    selection: Selection,
    registry: Registry,
    fake: Faker,
    chance: random.Random,
    now: datetime,
    say: Callable[[str], object],
) -> None:
    """Outside the context of the first part: the real services say by whom, and that would count for all of one."""
    say("Pelatihan dan undangan …")
    make_curriculum(staff=staff, selection=selection, now=now)
    make_trainings(staff=staff, selection=selection, chance=chance, now=now)
    make_series(staff=staff, selection=selection, now=now)
    say("Kursi yang kosong dan rancangan keputusan …")
    make_freed_seats(staff=staff, selection=selection)
    make_draft(staff=staff, phase=selection.phase)
    say("Pengganti koordinator …")
    make_stand_ins(staff=staff)
    say("Dokumen contoh …")
    make_documents()
    say("Kelulusan, pembina, dan cerita …")
    make_embryo(staff=staff, selection=selection, registry=registry, now=now)
    make_guests(staff=staff)
    make_troubles(staff=staff)
    say("Laporan bulanan …")
    make_books(selection=selection, chance=chance, now=now)
    say("Bank dan rujukan …")
    make_banks(staff=staff, selection=selection, now=now)
    say("Pendamping, kunjungan, dan tugas …")
    make_mentoring(staff=staff, selection=selection, chance=chance, now=now)
    say("Tahap sebelumnya dan dampaknya …")
    make_earlier_phase(staff=staff, now=now)
    count_impact()
    say("Kesiapan akses bank …")
    make_readiness(now=now)
    say("Permintaan perubahan dan usaha kembar …")
    make_requests()
    say("Impor satu daftar …")
    make_import(staff=staff, fake=fake)


def _learn_sizes() -> None:
    """The planner has seen empty tables; joining thousands of rows by those numbers takes hours, not milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
