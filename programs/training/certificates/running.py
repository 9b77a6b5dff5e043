"""All of a session in the background: issue what is awaited, then pack what stands."""

from __future__ import annotations

import logging

from programs.training.errors import NotEarned

from .bundles import claim, note, pack
from .issuing import issue_session

AT_ONCE = 100  # certificates in one transaction
TRIES = 3  # while people change what is being packed; then the next worker goes on

log = logging.getLogger(__name__)


def run_certificates(*, run_id: int) -> bool:
    """Until all is done; False where another works on it, or what stands kept changing."""
    run = claim(run_id)
    if run is None:
        return False
    try:
        while issue_session(session=run.session, by=run.requested_by, most=AT_ONCE):
            note(run)
    except NotEarned as refusal:  # the module gives none any more: what stands is packed all the same
        log.info("run %s issues nothing: %s", run_id, refusal)
    return any(pack(run) for _try in range(TRIES))
