"""The single steps of an erasure that concern the person: account, membership, messages, sessions.

Each leaves the row where something counts on it, without whom it was about.
"""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.accounts.services import end_role
from soksi_portal.audit.services import forget
from soksi_portal.outbox.choices import ENDED, MessageState
from soksi_portal.outbox.models import AddressTrouble, Attempt, DeliveryReport, Message, MessageQuerySet

from .models import (
    Cadre,
    CadreRemark,
    CadreVerification,
    Consent,
    DataRequest,
    Erasure,
    Unmasking,
)

NOBODY = "Data dihapus"  # instead of a name
GONE = "(dihapus)"  # instead of words that must not be empty
MESSAGES_STAY = (
    "outbox.Message:outcome_stands_still",
    "outbox.Message:text_stands_still",
    "outbox.Attempt:keep_attempt",
    "outbox.DeliveryReport:keep_report",
)
AFTER_WORK = timedelta(days=8)  # the outbox has given up by then


def forget_account(user: User, *, by: User, reason: str) -> None:
    """Nobody signs in with it any more, and nothing tells whose it was. The row is locked."""
    for role in user.role_grants.active().values_list("role", flat=True):
        end_role(user=user, role=Role(role), by=by, reason=reason)
    EmailAddress.objects.filter(user=user).delete()
    _forget_troubles(user, by)
    Authenticator.objects.filter(user=user).delete()
    user.full_name, user.email, user.phone = NOBODY, None, None
    user.phone_verified, user.is_active, user.last_login = False, False, None
    user.erased_at = timezone.now()
    user.set_unusable_password()  # ends every open session at once
    user.save()
    forget(User, [user.pk], full_name=NOBODY, email=None, phone=None)


def _forget_troubles(user: User, by: User) -> None:
    """The open ones end first: without their addresses nothing tells two of them apart."""
    troubles = AddressTrouble.objects.filter(user=user)
    troubles.filter(ended_at=None).update(ended_at=timezone.now(), ended_by=by, end_reason=GONE)
    with pgtrigger.ignore("outbox.AddressTrouble:trouble_stays"):
        troubles.update(address="", reason=GONE, end_reason=GONE)


def forget_cadre(cadre: Cadre) -> None:
    """State, region, sex and days stay: the totals are made of them. The row is locked."""
    now = timezone.now()
    cadre.full_name, cadre.phone, cadre.membership_number = NOBODY, None, ""
    cadre.nik_encrypted = cadre.nik_hash = None
    cadre.restricted_at = cadre.restricted_at or now  # out of every list of staff
    cadre.erased_at = now
    with pgtrigger.ignore("businesses.KeptCadre:state_keeps_person"):
        cadre.save()
    forget(Cadre, [cadre.pk], full_name=NOBODY, phone=None, membership_number="", nik_hash=None)
    with pgtrigger.ignore(
        "cadres.CadreVerification:keep_cadre_decision",
        "cadres.CadreRemark:keep_cadre_remark",
        "cadres.Unmasking:keep_unmasking",
    ):
        CadreVerification.objects.filter(cadre=cadre).update(note="")
        CadreRemark.objects.filter(verification__cadre=cadre).update(text=GONE)
        Unmasking.objects.filter(cadre=cadre).update(words=GONE)


def forget_words(user: User) -> None:
    """Consents and requests stay, with their days; what the person wrote and was answered goes."""
    Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=timezone.now())
    with pgtrigger.ignore("cadres.DataRequest:data_request_stays"):
        requests = DataRequest.objects.filter(user=user)
        requests.update(words="")
        requests.exclude(answer="").update(answer=GONE)


def forget_messages(messages: MessageQuerySet) -> int:
    """What was planned is taken back; of what was sent stays that it was, and when. Returns how many rows."""
    messages.not_left().end(MessageState.CANCELLED, last_error=_("Data penerima dihapus."))
    found = list(messages.filter(state__in=ENDED).exclude(title=GONE).values_list("pk", flat=True))
    rows = Message.objects.filter(pk__in=found)
    dropped = Case(When(text_dropped_at=None, then=Value(GONE)), default=Value(""))  # by age, before
    with pgtrigger.ignore(*MESSAGES_STAY):
        Attempt.objects.filter(message__in=found).update(error=GONE)
        DeliveryReport.objects.filter(message__in=found).exclude(detail="").update(detail=GONE)
        rows.exclude(resend_reason="").update(resend_reason=GONE)
        return rows.update(
            address="", title=GONE, body=dropped, short="", provider_id="", last_error="", recalled=""
        )


def forget_ended_messages() -> int:
    """What was still on its way at the erasure, the farewell itself among it. Safe to run again and again."""
    recent = Erasure.objects.filter(erased_at__gte=timezone.now() - AFTER_WORK)
    waiting = Message.objects.filter(
        recipient__in=list(recent.values_list("request__user_id", flat=True)), state__in=ENDED
    )
    return forget_messages(waiting)


def forget_sessions(user_id: int) -> int:
    """They open nothing any more; their rows go too. Reads all open sessions, so it is background work."""
    found = 0
    open_ones = Session.objects.filter(expire_date__gt=timezone.now())
    for session in open_ones.iterator(chunk_size=2_000):
        if session.get_decoded().get("_auth_user_id") == str(user_id):
            SessionStore(session.session_key).delete()
            found += 1
    return found
