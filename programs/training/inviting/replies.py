"""What was pressed on a page on which an invitation is answered: from the link, or by staff for somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from programs.training import services
from programs.training.forms import show_refusal
from programs.training.models import Invitation
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation

from .forms import DeclineForm, SubstituteForm

COMES, DECLINES, SENDS, ONESELF = "hadir", "tidak", "pengganti", "sendiri"


@dataclass
class Reply:
    """The forms with their errors, and the sentence of a rule that refused."""

    decline: DeclineForm = field(default_factory=DeclineForm)
    substitute: SubstituteForm = field(default_factory=SubstituteForm)
    refusal: str = ""

    @property
    def is_done(self) -> bool:
        return not (self.refusal or self.decline.errors or self.substitute.errors)


class _Who(TypedDict):
    invitation: Invitation
    way: str
    by: User | None


def reply_to(data: Any, *, invitation: Invitation, way: str, by: User | None) -> Reply:
    """Do what the button says. Who looked at an old time and says yes is asked again."""
    pressed, who = data.get("jawaban", ""), _Who(invitation=invitation, way=way, by=by)
    seen = data.get("revisi", "")
    if pressed in (COMES, SENDS) and seen and seen != str(invitation.session.revision):
        return Reply(refusal=_("Jadwal pelatihan ini baru saja berubah. Periksa waktunya, lalu jawab lagi."))
    if pressed == COMES:
        return _ruled(Reply(), lambda: services.answer_invitation(attends=True, **who))
    if pressed == ONESELF:
        return _ruled(Reply(), lambda: services.come_oneself(**who))
    if pressed == SENDS:
        form = SubstituteForm(data)
        reply = Reply(substitute=form)
        return _ruled(reply, lambda: services.name_substitute(guest=_guest(form), **who), form)
    if pressed != DECLINES:
        return Reply(refusal=_("Pilih salah satu jawaban."))
    decline = DeclineForm(data)
    reply = Reply(decline=decline)
    return _ruled(
        reply, lambda: services.answer_invitation(attends=False, **decline.cleaned_data, **who), decline
    )


def _guest(form: SubstituteForm) -> services.Guest:
    data = form.cleaned_data
    return services.Guest(name=data["name"], phone=data["phone"], email=data["email"])


def _ruled(reply: Reply, rule: Any, form: Any = None) -> Reply:
    if form is not None and not form.is_valid():
        return reply
    try:
        rule()
    except RuleViolation as refused:
        if form is not None and refused.field in form.fields:
            show_refusal(form, refused)
        else:
            reply.refusal = refused.message
    return reply
