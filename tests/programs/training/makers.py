"""Makers of this slice's arguments."""

from datetime import timedelta
from typing import Any

import pgtrigger
from django.utils import timezone

from programs.training.choices import SessionMode
from programs.training.models import Invitation
from programs.training.models.invitations import new_token
from programs.training.services import Arrangement
from soksi_portal.accounts.choices import Role
from tests.factories import make_user, make_venue
from umkm.regions.models import Province


def make_arrangement(province: Province | None = None, **fields: Any) -> Arrangement:
    """On site in ten days for three hours; what `schedule_session` and `reschedule_session` take."""
    fields.setdefault("trainer", make_user(Role.TRAINER))
    fields.setdefault("starts_at", timezone.now().replace(microsecond=0) + timedelta(days=10))
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=3))
    fields.setdefault("capacity", 20)
    if fields.get("mode", SessionMode.ONSITE) == SessionMode.ONSITE:
        fields.setdefault("venue", make_venue(province))
    return Arrangement(**fields)


def renew_secret(invitation: Invitation) -> None:
    """As the erasure of a person does: every link that was given out opens nothing any more."""
    invitation.token = new_token()
    with pgtrigger.ignore("training.Invitation:token_stays"):
        invitation.save(update_fields=["token"])
