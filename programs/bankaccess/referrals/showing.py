"""A referral in words for its page: what is next and who has it, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.bankaccess.choices import ConsentEnding, DeclineReason, ReferralState
from programs.bankaccess.models import Consent, Opening, Referral, Step
from programs.bankaccess.permissions import may_refer
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, in_zone, rupiah
from soksi_portal.common.parts import Event

from .outdated import mended_since, outdated_words


@dataclass(frozen=True)
class Next:
    title: str
    text: str = ""
    tone: str = "waiting"
    links: tuple[tuple[str, str], ...] = ()  # address and words; the first is the main one
    post_url: str = ""
    post_words: str = ""


def next_for(referral: Referral, *, user: User, is_own: bool, is_bank: bool) -> Next | None:
    """None once nothing is to come."""
    if not referral.is_open:
        return None
    until = _("Tenggat: %(day)s.") % {"day": day(referral.due_on)} if referral.due_on else ""
    mended = mended_since(referral) if referral.state == ReferralState.CONSENTED else []
    if is_own:
        return _for_owner(referral, until, mended)
    if is_bank:
        return _for_bank(referral, until)
    if mended:
        return _outdated(referral, user, mended)
    if referral.state == ReferralState.CONSENTED and may_refer(user):
        return Next(
            _("Kirim ke %(bank)s") % {"bank": referral.bank},
            _("Pemilik sudah membaca berkasnya dan setuju. %(until)s") % {"until": until},
            tone="good",
            post_url=reverse("referral_send", args=[referral.pk]),
            post_words=_("Kirim ke bank"),
        )
    return Next(holder(referral), until)


def _outdated(referral: Referral, user: User, mended: list[str]) -> Next:
    """No button to send; the way to a consent to the file of today."""
    url = reverse("referral_withdraw", args=[referral.pk])
    links = ((url, _("Tarik rujukan")),) if may_refer(user) else ()
    return Next(_("Berkas lebih lama daripada pembukuan"), outdated_words(mended), "attention", links)


def holder(referral: Referral) -> str:
    """Who has it now."""
    bank = {"bank": referral.bank}
    return {
        ReferralState.PREPARED: _("Pemilik membaca berkas dan menjawab"),
        ReferralState.CONSENTED: _("Jamkrindo mengirim ke %(bank)s") % bank,
        ReferralState.SENT: _("%(bank)s mengonfirmasi penerimaan") % bank,
        ReferralState.RECEIVED: _("%(bank)s melakukan survei") % bank,
        ReferralState.SURVEYED: _("%(bank)s memutuskan") % bank,
        ReferralState.APPROVED: _("%(bank)s mencairkan") % bank,
    }[ReferralState(referral.state)]


def _for_owner(referral: Referral, until: str, mended: list[str]) -> Next:
    if mended:
        words = _(
            "Anda memperbaiki laporan %(months)s setelah menyetujui berkas ini. Berkas lama tidak dikirim: Jamkrindo"
            " menyiapkan yang baru, lalu meminta persetujuan Anda."
        )
        return Next(_("Jamkrindo menyiapkan berkas baru"), words % {"months": ", ".join(mended)}, "attention")
    if referral.state != ReferralState.PREPARED:
        return Next(holder(referral), until)
    return Next(
        _("Baca berkasnya, lalu jawab"),
        _("Tanpa persetujuan Anda tidak ada yang dikirim ke %(bank)s. %(until)s") % {"bank": referral.bank, "until": until},
        tone="attention",
        links=((reverse("referral_consent", args=[referral.pk]), _("Baca dan jawab")),),
    )  # fmt: skip


def _for_bank(referral: Referral, until: str) -> Next:
    def record(step: str) -> str:
        return reverse("referral_record", args=[referral.pk, step])

    decline = (record("tolak"), _("Catat penolakan"))
    if referral.state == ReferralState.SENT:
        url = reverse("referral_receive", args=[referral.pk])
        return Next(_("Konfirmasi penerimaan"), until, post_url=url, post_words=_("Sudah kami terima"))
    return {
        ReferralState.RECEIVED: Next(
            _("Catat survei"), until, links=((record("survei"), _("Catat survei")), decline)
        ),
        ReferralState.SURVEYED: Next(
            _("Catat keputusan"), until, links=((record("setuju"), _("Catat persetujuan")), decline)
        ),
        ReferralState.APPROVED: Next(
            _("Catat pencairan"), until, tone="good", links=((record("cair"), _("Catat pencairan")), decline)
        ),
    }[ReferralState(referral.state)]


def steps_shown(steps: Sequence[Step], *, names: bool = True) -> list[Event]:
    """The newest first. A bank reads no names of people."""
    return [
        Event(
            title=str(ReferralState(step.to_state).label),
            at=step.at,
            by=step.by.full_name if names else "",
            text=_told(step),
            tone={"approved": "good", "disbursed": "good", "declined": "bad"}.get(step.to_state, "neutral"),
        )
        for step in reversed(steps)
    ]


def ending_words(consent: Consent) -> str:
    if consent.ending == ConsentEnding.WITHDRAWN and consent.ended_by_id != consent.given_by_id:
        return _("Rujukan ditarik Jamkrindo")
    return str(consent.get_ending_display())


@dataclass(frozen=True)
class Looks:
    """One person at one thing on one day."""

    last: Opening
    times: int


def looks_of(openings: Iterable[Opening], zone: str) -> list[Looks]:
    """Of openings, the newest first: a day's looks of one person at one thing are one line."""
    found: dict[tuple[int, str, date], list[Opening]] = {}
    for one in openings:
        key = (one.opened_by_id, one.what, in_zone(one.opened_at, zone).date())
        found.setdefault(key, []).append(one)
    return [Looks(last=ones[0], times=len(ones)) for ones in found.values()]


def approval_words(step: Step) -> str:
    return _("%(amount)s, %(months)s bulan, bunga %(rate)s %% per tahun, dijamin Jamkrindo %(share)s %%.") % {
        "amount": rupiah(step.amount),
        "months": step.months,
        "rate": f"{step.rate:f}".replace(".", ","),
        "share": step.guaranteed_percent,
    }


def _told(step: Step) -> str:
    parts = [step.words]
    if step.to_state == ReferralState.APPROVED:
        parts.insert(0, approval_words(step))
        if step.approved_on:
            parts.insert(0, _("Pada %(day)s:") % {"day": day(step.approved_on)})
    elif step.to_state == ReferralState.DISBURSED and step.disbursed_on:
        words = _("%(amount)s pada %(day)s.")
        parts.insert(0, words % {"amount": rupiah(step.amount), "day": day(step.disbursed_on)})
    elif step.reason:
        parts.insert(0, f"{DeclineReason(step.reason).label}:")
    return " ".join(part for part in parts if part)
