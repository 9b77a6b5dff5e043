"""Who has been examined as a member, whose card waits or came back, and who stands in for whom."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from umkm.businesses.choices import BusinessState
from umkm.cadres.choices import CadreDecision, CadreState
from umkm.cadres.models import Cadre, CadreRemark, CadreVerification, Consent
from umkm.cadres.services import current_consent_text
from umkm.regions.services import name_stand_in

from .accounts import HOME, Staff

CHECKLIST = ["identity", "member", "reachable"]
WAITS, RETURNED = 0.3, 0.08  # of those whose business waits; the others are members already
REMARKS = (
    ("membership_number", "Nomor ini tidak ada di daftar anggota. Periksa lagi di kartu Anda."),
    ("card", "Foto kartunya buram. Foto lagi di tempat terang."),
    ("nik", "Angka ke-7 sampai ke-12 tidak sama dengan tanggal lahir di KTP."),
)
AWAY, STANDS_IN = "36", "31"  # the coordinator of Banten is away, Jakarta's does that work


def _make_consents() -> None:
    """Nobody signs up without one."""
    text = current_consent_text()
    people = Cadre.objects.exclude(user=None).values_list("user_id", "user__joined_at")
    Consent.objects.bulk_create(Consent(user_id=pk, text=text, given_at=at) for pk, at in people)


def make_memberships(*, staff: Staff, now: datetime) -> None:
    """Whoever's business was examined has been examined before; written past the walls, as history."""
    _make_consents()
    chance = random.Random(len(CHECKLIST))  # noqa: S311 — one of its own: the rest of the story stays as it was
    sent = dict(Cadre.objects.annotate(at=Max("businesses__submitted_at")).values_list("pk", "at"))
    waiting = set(
        Cadre.objects.filter(businesses__state=BusinessState.SUBMITTED).values_list("pk", flat=True)
    )
    cadres, decisions, remarks = [], [], []
    for cadre in Cadre.objects.order_by("pk"):
        sent_at = sent[cadre.pk]
        if sent_at is None:
            continue
        by = staff.coordinators.get(cadre.province_id, staff.board)
        fate = chance.random() if cadre.pk in waiting else 1.0
        cadre.state_since = sent_at
        cadres.append(cadre)
        if fate < WAITS:
            cadre.state = CadreState.SUBMITTED
            continue
        cadre.state = CadreState.RETURNED if fate < WAITS + RETURNED else CadreState.VERIFIED
        decision = CadreVerification(
            cadre=cadre,
            decision=CadreDecision(cadre.state),
            decided_by=by,
            decided_at=min(sent_at + timedelta(minutes=40), now),
            checklist=CHECKLIST if cadre.state == CadreState.VERIFIED else CHECKLIST[:1],
        )
        cadre.state_since = decision.decided_at
        decisions.append(decision)
        if cadre.state == CadreState.VERIFIED:
            cadre.verified_by = by
        else:
            field, text = chance.choice(REMARKS)
            remarks.append(CadreRemark(verification=decision, field=field, text=text))
    _save_states(cadres)
    CadreVerification.objects.bulk_create(decisions, batch_size=1000)
    CadreRemark.objects.bulk_create(remarks, batch_size=1000)


def _save_states(cadres: list[Cadre]) -> None:
    """In one statement: `bulk_update` takes ten times as long to write its CASE for some thousand rows."""
    rows = [(cadre.pk, cadre.state, cadre.state_since, cadre.verified_by_id) for cadre in cadres]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE cadres_cadre AS cadre
            SET state = new.state, state_since = new.since, verified_by_id = new.verifier
            FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::bigint[])
                AS new (pk, state, since, verifier)
            WHERE cadre.id = new.pk
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )


def make_stand_ins(*, staff: Staff) -> None:
    """One that runs, and one that is to come."""
    away, home = (staff.coordinators[code] for code in (AWAY, HOME))
    today = timezone.localdate()
    name_stand_in(
        post=away.posts.get(),
        user=staff.coordinators[STANDS_IN],
        starts_on=today,
        ends_on=today + timedelta(days=12),
        reason="Cuti melahirkan",
        by=away,
    )
    name_stand_in(
        post=home.posts.get(),
        user=staff.board,
        starts_on=today + timedelta(days=20),
        ends_on=today + timedelta(days=24),
        reason="Tugas di luar daerah",
        by=home,
    )
