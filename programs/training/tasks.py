"""Work of the beat schedule. Each is safe to run twice, and at the same time as another."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import OperationalError

from programs.pilots.models import Pilot
from soksi_portal.common.errors import RuleViolation

from . import queries, services
from .certificates import bundles, running
from .checkin.scans import drop_old_scans, sweep_scans
from .curriculum.services import sweep_materials
from .models import LearningTally, Session, TrainingTally
from .trainers.holidays import refresh_holidays

log = logging.getLogger(__name__)


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def invite_new_pilots() -> tuple[int, int]:
    """Every few minutes: invite pilots accepted since, take back invitations of those that ended.

    Pilots know nothing of trainings, so trainings ask. Returns (invited, taken back).
    """
    return _invite_missing(), _take_back_ended()


def _invite_missing() -> int:
    missing = queries.missing_invitations()
    sessions = Session.objects.in_bulk({one.session_id for one in missing})
    pilots = Pilot.objects.select_related("seat", "business__owner__user").in_bulk(
        {one.pilot_id for one in missing}
    )
    invited = 0
    for one in missing:
        try:
            services.invite_pilot(session=sessions[one.session_id], pilot=pilots[one.pilot_id])
        except RuleViolation as refusal:  # begun or cancelled since it was read
            log.info("pilot %s not invited to session %s: %s", one.pilot_id, one.session_id, refusal)
        else:
            invited += 1
    return invited


def _take_back_ended() -> int:
    ended = queries.invitations_of_ended_pilots()
    for invitation in ended:
        services.uninvite(invitation=invitation)
    return len(ended)


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def fill_free_places() -> int:
    """Every minute: what pilots left by their deadline goes to the observers who wait."""
    return sum(services.fill_places(session=session) for session in queries.sessions_to_fill())


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def fold_tallies() -> int:
    """Keep the sums per province, and those of learning, cheap to read."""
    return TrainingTally.objects.fold() + LearningTally.objects.fold()


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def sweep_material_files() -> int:
    """Nightly: signed sheets that were kept long enough, files of what was removed, and files that no row names."""
    return drop_old_scans() + sweep_materials() + sweep_scans()


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=3)
def renew_holidays() -> int:
    """Monthly, so that next year's days off are there before somebody schedules into them."""
    return refresh_holidays()


@shared_task(ignore_result=True, autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def run_certificates(run_id: int) -> None:
    """All of a session's certificates and their ZIP; two of them never work on one run."""
    running.run_certificates(run_id=run_id)


@shared_task(ignore_result=True)
def resume_certificates() -> None:
    """From the beat schedule: runs that nobody heard of, or whose worker has died, go on."""
    for run_id in bundles.left_alone():
        run_certificates.apply_async([run_id], expires=60)


@shared_task(autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def sweep_certificate_files() -> int:
    """Nightly: ZIPs that have been kept long enough, and files that no row names."""
    return bundles.sweep_bundles()
