"""The rules of phases: planned with their provinces and quotas, then opened, then closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment
from umkm.regions.models import Province

from .. import criteria, graduation
from ..choices import PhaseState
from ..errors import PhaseRefused, QuotaTaken
from ..models import Memorandum, Phase, PhaseProvince


@transaction.atomic
def create_phase(
    *,
    memorandum: Memorandum,
    name: str,
    starts_on: date,
    ends_on: date | None,
    provinces: Iterable[Province],
    quota: int,
    by: User,
) -> Phase:
    """A planned phase with its provinces; their seats come with the quota. Raises PhaseRefused."""
    if ends_on is not None and ends_on < starts_on:
        raise PhaseRefused(_("Tanggal selesai harus sesudah tanggal mulai."), field="ends_on")
    with because(_("Tahap direncanakan."), by=by):
        phase = Phase.objects.create(
            memorandum=memorandum, name=name, starts_on=starts_on, ends_on=ends_on, created_by=by
        )
        PhaseProvince.objects.bulk_create(
            PhaseProvince(phase=phase, province=province, quota=quota) for province in provinces
        )
        criteria.add_usual(phase)
        graduation.add_usual(phase)
    return phase


@transaction.atomic
def open_phase(*, phase: Phase, by: User) -> Phase:
    """From now on SOKSI proposes in it. One phase of a memorandum is open at a time. Raises PhaseRefused."""
    Memorandum.objects.select_for_update(no_key=True).get(pk=phase.memorandum_id)
    phase = locked(phase)
    if phase.state == PhaseState.OPEN:
        return phase
    if phase.state == PhaseState.CLOSED:
        raise PhaseRefused(_closed_sentence(phase))
    other = Phase.objects.open().filter(memorandum=phase.memorandum_id).first()
    if other is not None:
        raise PhaseRefused(_("%(phase)s masih dibuka. Tutup dahulu tahap itu.") % {"phase": other})
    if not phase.provinces.exists():
        raise PhaseRefused(_("Tahap ini belum punya provinsi. Isi dahulu kursinya."))
    if not phase.criteria.exists():
        raise PhaseRefused(_("Tahap ini belum punya kriteria. Tulis dahulu cara memilihnya."))
    phase.state, phase.opened_at = PhaseState.OPEN, timezone.now()
    with because(_("Tahap dibuka."), by=by):
        phase.save(update_fields=["state", "opened_at"])
    return phase


@transaction.atomic
def close_phase(*, phase: Phase, by: User) -> Phase:
    """From now on nobody proposes or is accepted in it; its pilots go on. Raises PhaseRefused."""
    phase = locked(phase)
    if phase.state == PhaseState.CLOSED:
        return phase
    if phase.state == PhaseState.PLANNED:
        raise PhaseRefused(_("Tahap ini belum pernah dibuka."))
    phase.state, phase.closed_at = PhaseState.CLOSED, timezone.now()
    with because(_("Tahap ditutup."), by=by):
        phase.save(update_fields=["state", "closed_at"])
    return phase


@transaction.atomic
def set_quotas(*, phase: Phase, quotas: Mapping[Province, int | None], by: User) -> int:
    """Give each province its number of seats; None takes it out of a planned phase. Returns how many changed.

    Raises PhaseRefused, QuotaTaken.
    """
    phase = unclosed(phase)
    known = {row.province_id: row for row in phase.provinces.select_for_update()}
    changed = 0
    with because(_("Jumlah kursi diubah."), by=by):
        for province, quota in sorted(quotas.items(), key=lambda pair: pair[0].pk):
            row = known.get(province.pk)
            if quota == (row.quota if row else None):
                continue
            _set_quota(phase, province, row, quota)
            changed += 1
    return changed


def _set_quota(phase: Phase, province: Province, row: PhaseProvince | None, quota: int | None) -> None:
    try:
        with transaction.atomic():
            if row is None and quota is not None:
                PhaseProvince.objects.create(phase=phase, province=province, quota=quota)
            elif row is not None and quota is None:
                _leave(phase, row)
            elif row is not None and quota is not None:
                row.quota = quota
                row.save(update_fields=["quota"])
    except IntegrityError as error:
        if "seats_follow_quota" not in str(error):
            raise
        raise QuotaTaken(
            _(
                "Kursi di atas nomor %(quota)s di %(province)s sedang atau pernah ditempati atau ditawarkan, jadi tidak dapat dihapus."
            )
            % {"quota": quota or 0, "province": province},
            field=f"quota_{province.pk}",
        ) from error


def _leave(phase: Phase, row: PhaseProvince) -> None:
    if phase.state != PhaseState.PLANNED:
        raise PhaseRefused(
            _("%(province)s sudah ikut dalam tahap yang dibuka, jadi tidak dapat dikeluarkan.")
            % {"province": row.province},
            field=f"quota_{row.province_id}",
        )
    row.delete()


def locked(phase: Phase) -> Phase:
    return Phase.objects.select_for_update(no_key=True).get(pk=phase.pk)


def unclosed(phase: Phase) -> Phase:
    """Locked, and not closed. Raises PhaseRefused."""
    phase = locked(phase)
    if phase.state == PhaseState.CLOSED:
        raise PhaseRefused(_closed_sentence(phase))
    return phase


def _closed_sentence(phase: Phase) -> str:
    if phase.closed_at is None:  # a phase from before the portal
        return _("Tahap ini sudah ditutup.")
    return _("Tahap ini sudah ditutup pada %(at)s.") % {"at": moment(phase.closed_at)}
