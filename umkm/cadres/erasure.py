"""Erasing a person: totals and trail stay, the person goes. Higher slices bring their own part.

A part says what must be settled first (a seat, an open proposal), locks its rows before the person's, and takes the
person out of them; it is registered in the slice's AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.accounts.services import require_reason
from soksi_portal.audit.services import because
from soksi_portal.common.background import once_committed
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox.models import Message

from .choices import DataRequestKind, DataRequestState
from .forgetting import forget_account, forget_cadre, forget_messages, forget_words
from .models import Cadre, DataRequest, Erasure
from .rights.messages import subject_of, tell_erased
from .rights.services import OwnRequest, end_request, open_request


class StillNeeded(RuleViolation):
    """Something holds the person's records; the sentence says what to do first."""


@dataclass(frozen=True)
class Eraser:
    """What one slice does. All three get the member's record."""

    lock: Callable[[Cadre], None]  # its rows, in the order in which the slice always locks them
    obstacles: Callable[[Cadre], list[str]]  # sentences that say what to do first
    erase: Callable[[Cadre, User], dict[str, int]]  # how many rows of what lost the person


_erasers: list[Eraser] = []


def register(eraser: Eraser) -> None:
    if eraser not in _erasers:
        _erasers.append(eraser)


def obstacles_of(user: User) -> list[str]:
    """What must be settled before this person can be erased."""
    found = []
    if user.has_role(*(role for role in Role if role != Role.CADRE)):
        found.append(
            _("%(who)s masih memegang peran petugas. Akhiri dahulu perannya di halaman Pengguna.")
            % {"who": user}
        )
    cadre = Cadre.objects.filter(user=user).first()
    return found + [
        sentence for eraser in _erasers for sentence in (eraser.obstacles(cadre) if cadre else [])
    ]


@transaction.atomic
def erase_person(*, request: DataRequest, by: User, reason: str) -> Erasure:
    """Do what an erasure request asks for. `reason` names nobody: it stays.

    Raises RequestEnded, OwnRequest, ReasonMissing, StillNeeded.
    """
    # all of the person's requests first, as answering each of them does
    others = list(DataRequest.objects.open().filter(user=request.user_id).select_for_update().order_by("pk"))
    request = open_request(request)
    if request.kind != DataRequestKind.ERASE:
        raise ValueError("only on a request to erase")
    if request.user_id == by.pk:
        raise OwnRequest(_("Permintaan Anda sendiri dijawab oleh administrator lain."))
    require_reason(reason)
    user, cadre = _locked(request.user_id)
    if obstacles := obstacles_of(user):
        raise StillNeeded(" ".join(obstacles))
    address = user.email or ""
    answer = _("Data sudah dihapus.")
    with because(_("Penghapusan data atas permintaan"), by=by):
        for other in others:
            end_request(other, DataRequestState.DONE, by=by, answer=answer)
        about = [subject_of(one) for one in DataRequest.objects.filter(user=user)]
        counts = {
            "messages": forget_messages(Message.objects.filter(recipient=user)),
            "messages_to_admins": forget_messages(Message.objects.filter(subject_ref__in=about)),
        }
        if cadre:
            for eraser in _erasers:
                counts |= eraser.erase(cadre, by)
            forget_cadre(cadre)
        forget_words(user)
        forget_account(user, by=by, reason=_("Data dihapus"))
    tell_erased(user=user, request=request, address=address)
    # else they end by themselves: a closed account is signed in nowhere
    once_committed("umkm.cadres.tasks.end_sessions", user.pk)
    return Erasure.objects.create(request=request, erased_by=by, reason=reason.strip(), counts=counts)


def _locked(user_id: int) -> tuple[User, Cadre | None]:
    """First what higher slices hold, then the member, then the account: as everywhere."""
    cadre = Cadre.objects.filter(user=user_id).first()
    if cadre:
        for eraser in _erasers:
            eraser.lock(cadre)
        cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    return User.objects.select_for_update().get(pk=user_id), cadre
