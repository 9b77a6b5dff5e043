"""Fetching within what somebody may see; and writing down that the bank looked."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from programs.bankaccess.choices import Opened
from programs.bankaccess.errors import ConsentMissing
from programs.bankaccess.models import Referral
from programs.bankaccess.models.products import bank_of
from programs.bankaccess.permissions import STAFF, owns
from programs.bankaccess.referrals.consents import note_opening
from programs.bankaccess.referrals.steps import WITH_ALL
from soksi_portal.accounts.models import User

FOLDER = "programs/bankaccess/referrals"


def visible_referral(user: User, referral_id: int) -> Referral:
    rows = Referral.objects.visible_to(user).select_related(*WITH_ALL, "consent__text")
    return get_object_or_404(rows, pk=referral_id)


def reads_as_bank(user: User, referral: Referral) -> bool:
    """By nothing else than working there."""
    if user.has_role(*STAFF) or owns(user, referral.business):
        return False
    return bank_of(user) == referral.bank_id


def opened(user: User, referral: Referral, what: Opened) -> None:
    """A consent that ended a moment ago shows nothing."""
    if reads_as_bank(user, referral):
        try:
            note_opening(referral=referral, what=what, by=user)
        except ConsentMissing as refusal:
            raise Http404 from refusal
