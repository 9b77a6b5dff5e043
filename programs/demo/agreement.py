"""An invented memorandum that says so: amended once, with a commitment in each state, and the phase that runs under it.

The one of 2015 holds what its source tells and nothing else, so nothing of the story hangs on it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from programs.partnership import services
from programs.partnership.choices import Measure, Stage
from programs.partnership.models import Commitment, Memorandum, Organisation, Phase, PhaseStage, Signatory

from .accounts import Staff
from .documents import drawn_upload

CLAUSES = (
    "SOKSI mengusulkan usaha kader yang sudah diperiksa koordinator provinsinya.",
    "Jamkrindo memilih dua UMKM percontohan di setiap provinsi, lalu melatih dan mendampinginya.",
    "Pelatihan diadakan paling sedikit sekali setahun di setiap provinsi.",
    "Kedua pihak mengupayakan agar usaha kader memperoleh akses ke bank.",
)
AMENDED = (
    "Pelatihan diadakan paling sedikit empat kali setahun di setiap provinsi, boleh daring untuk beberapa provinsi"
    " sekaligus."
)
ADDED = "Jamkrindo menjawab setiap usulan paling lambat 30 hari sesudah pengusulan ditutup."
LEFT = timedelta(days=100)  # of its validity: the notice 90 days ahead waits to be sent
# each step of the phase, in days before and after today
STEPS = {
    Stage.REGISTRATION: (-150, -60),
    Stage.NOMINATION: (-145, 20),
    Stage.SELECTION: (-140, 45),
    Stage.TRAINING: (-130, 180),
    Stage.GRADUATION: (185, 210),
}


def make_agreement(*, staff: Staff, now: datetime) -> Memorandum:
    """By the real rules."""
    by, today = staff.admin, now.date()
    parties = list(Organisation.objects.filter(short_name__in=("SOKSI", "Jamkrindo")))
    agreement = services.Agreement(
        title="Nota kerja sama contoh (data demo): SOKSI dan Jamkrindo",
        parties=parties,
        signed_on=today - timedelta(days=400),
        signed_at_place="Bandung",
        valid_until=today + timedelta(days=20),
        source="Data contoh untuk mencoba portal. Nota ini tidak pernah ada.",
    )
    memorandum = services.create_memorandum(agreement=agreement, by=by)
    for party in parties:
        name = f"Penanda Tangan Contoh {party.short_name}"
        Signatory.objects.create(
            memorandum=memorandum, organisation=party, name=name, office=f"Wakil {party.short_name} (contoh)"
        )
    clauses = [services.add_clause(memorandum=memorandum, text=text, by=by) for text in CLAUSES]
    amended = services.Amended(
        signed_on=today - timedelta(days=160),
        signed_at_place="Jakarta",
        summary="Pelatihan lebih sering, jawaban atas usulan berbatas waktu, dan masa berlaku diperpanjang.",
        texts={clauses[2]: AMENDED},
        added=ADDED,
        valid_until=today + LEFT,
    )
    services.record_amendment(memorandum=memorandum, amended=amended, by=by)
    services.keep_paper(
        memorandum=memorandum,
        amendment=None,
        title="Nota contoh bertanda tangan",
        files=[drawn_upload("NOTA CONTOH", "Tidak pernah ditandatangani siapa pun")],
        is_internal=False,
        by=by,
    )
    _promise(memorandum, staff, now)
    return memorandum


def _promise(memorandum: Memorandum, staff: Staff, now: datetime) -> None:
    today = now.date()
    soksi, jamkrindo = (memorandum.parties.get(short_name=name) for name in ("SOKSI", "Jamkrindo"))
    clauses = list(memorandum.clauses.order_by("number"))
    start = today - timedelta(days=150)
    promises = (
        (1, jamkrindo, "Dua UMKM percontohan di setiap provinsi", Measure.PILOTS_PER_PROVINCE, 2, 400),
        (2, jamkrindo, "Dua puluh sesi pelatihan terlaksana", Measure.SESSIONS_HELD, 20, 60),
        (3, soksi, "Separuh lebih usaha terdaftar punya akses bank", Measure.BANK_ACCESS, 60, 15),
        (4, jamkrindo, "Setiap usulan dijawab dalam 30 hari", "", None, None),
        (2, jamkrindo, "Buku panduan pelatihan dicetak untuk setiap provinsi", "", None, None),
    )
    made: list[Commitment] = []
    for clause, owner, text, measure, target, due_in in promises:
        promise = services.Promise(
            clause=clauses[clause],
            owner=owner,
            text=text,
            measure=measure,
            target=target,
            starts_on=start,
            due_on=today + timedelta(days=due_in) if due_in else None,
        )
        made.append(services.create_commitment(memorandum=memorandum, promise=promise, by=staff.admin))
    reason = "Panduan kini dibagikan lewat portal, jadi tidak dicetak lagi."
    services.end_commitment(commitment=made[-1], reason=reason, by=staff.admin)


def make_calendar(*, phase: Phase, now: datetime) -> None:
    """Past the services: the phase of the story is open already."""
    today = now.date()
    PhaseStage.objects.bulk_create(
        PhaseStage(
            phase=phase,
            stage=stage,
            starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
        )
        for stage, (first, last) in STEPS.items()
    )
