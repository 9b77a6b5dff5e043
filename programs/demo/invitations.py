"""Observers, a substitute and a venue out of use: through the real services, as today's news."""

from __future__ import annotations

from programs.training import services
from programs.training.choices import AnswerWay, InvitationState
from programs.training.inviting.candidates import observer_candidates
from programs.training.models import Invitation, Session, Venue
from programs.training.venues.services import retire_venue

from .accounts import HOME, Staff


def make_guests(*, staff: Staff) -> None:
    """Graduates and waitlisted watch the next training at home; elsewhere somebody sends the own sister."""
    by = staff.jamkrindo[0]
    session = Session.objects.upcoming().filter(provinces=HOME, series=None).earliest("starts_at")
    candidates = observer_candidates(session)
    if candidates:
        invited = services.invite_observers(
            session=session, businesses=[one.business.pk for one in candidates], by=by
        )
        services.answer_invitation(invitation=invited[0], attends=True)
    elsewhere = Invitation.objects.filter(
        state=InvitationState.CONFIRMED, session__in=Session.objects.upcoming().exclude(provinces=HOME)
    )
    services.name_substitute(
        invitation=elsewhere.earliest("pk"),
        guest=services.Guest(name="Dewi Anggraini", phone="+6281290001234"),
        way=AnswerWay.STAFF,
        by=by,
    )
    unused = Venue.objects.exclude(sessions__in=Session.objects.coming()).earliest("pk")
    retire_venue(venue=unused, reason="Gedungnya direnovasi sampai akhir tahun.", by=by)
