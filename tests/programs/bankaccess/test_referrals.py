"""A referral goes its way step by step, never without standing consent; the database holds the same."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.utils import timezone

from programs.bankaccess.choices import OPEN, ReferralState
from programs.bankaccess.errors import ConsentMissing, FileChanged, NotReferable, ReferralMoved
from programs.bankaccess.models import AccessGained, Consent, Referral, Step
from programs.bankaccess.referrals import consents, registry, services
from programs.bankaccess.referrals.dossier import dossier_of
from programs.bankaccess.referrals.services import Request
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests import factories as make
from umkm.cadres.models import Cadre

from .makers import (
    APPROVAL,
    agree,
    bank_user_of,
    make_bank_user,
    make_product,
    make_referral,
    make_terms,
)

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError)


def test_way_from_preparation_to_disbursement():
    referral = make_referral(state="disbursed")
    steps = list(referral.steps.values_list("number", "from_state", "to_state"))
    assert steps == [
        (1, "", "prepared"), (2, "prepared", "consented"), (3, "consented", "sent"), (4, "sent", "received"),
        (5, "received", "surveyed"), (6, "surveyed", "approved"), (7, "approved", "disbursed"),
    ]  # fmt: skip
    approved = referral.steps.get(to_state="approved")
    assert (approved.amount, approved.months, approved.rate, approved.guaranteed_percent) == (
        APPROVAL.amount, APPROVAL.months, APPROVAL.rate, APPROVAL.guaranteed_percent,
    )  # fmt: skip
    assert (referral.state, referral.due_on, referral.step_number) == ("disbursed", None, 7)
    assert referral.consent.stands


def test_each_state_has_its_deadline_and_tells_who_is_next():
    referral = make_referral(state="sent")
    today = timezone.localdate(timezone=referral.province.zone)
    assert referral.due_on == today + timedelta(days=3)
    told = Message.objects.filter(subject_ref=referral.subject_ref).values_list("occasion", "recipient")
    assert set(told) == {("referral_prepared", referral.business.owner.user_id)}
    user = make_bank_user(referral.bank)
    services.record_received(referral=referral, by=user)
    moved = Message.objects.filter(occasion="referral_moved").values_list("recipient", flat=True)
    assert set(moved) == {referral.business.owner.user_id, referral.prepared_by_id}


def test_bank_is_told_without_a_name():
    product = make_product()
    user = make_bank_user(product.bank)
    referral = make_referral(product=product, state="sent")
    message = Message.objects.get(occasion="referral_sent", recipient=user)
    assert referral.business.name not in message.title + message.body
    assert f"/rujukan/{referral.pk}/" in message.body


def test_product_version_stays_that_of_the_day_of_referral():
    referral = make_referral()
    later = make_terms(referral.product, ceiling=200_000_000)
    again = make_referral(product=referral.product, business=make.make_business())
    referral.refresh_from_db()
    assert (referral.terms.number, again.terms) == (1, later)


@pytest.mark.parametrize(
    ("conditions", "amount", "words"),
    [
        ({"ceiling": 10_000_000}, 20_000_000, "sampai Rp\u00a010.000.000"),
        ({"needs_nib": True}, 20_000_000, "NIB"),
        ({"npwp_above": 15_000_000}, 20_000_000, "perlu NPWP"),
        ({"confirmed": False}, 20_000_000, "perlu diperiksa administrator"),
        ({"valid_from": "2099-01-01"}, 20_000_000, "belum punya syarat"),
    ],
)
def test_who_does_not_qualify_is_not_referred(conditions, amount, words):
    product = make_product(**conditions)
    with pytest.raises(NotReferable, match=words):
        make_referral(product=product, amount=amount)


def test_only_jamkrindo_refers_a_verified_business_of_a_reachable_owner():
    product, staff = make_product(), make.make_user(Role.JAMKRINDO)

    def refer(business, by=staff):
        return services.prepare_referral(
            business=business, bank=product.bank, product=product, request=Request(20_000_000, "Uji"), by=by
        )

    restricted = make.make_business()
    Cadre.objects.filter(pk=restricted.owner_id).update(restricted_at=timezone.now())
    orphan = make.make_business()
    make.without_account(orphan.owner)
    for business in (make.make_business(state="submitted"), restricted, orphan):
        with pytest.raises(NotReferable):
            refer(business)
    with pytest.raises(NotReferable):
        refer(make.make_business(), by=make.make_user(Role.BOARD))


def test_one_open_referral_of_a_business_at_a_bank():
    referral = make_referral()
    with pytest.raises(NotReferable, match="sudah punya rujukan"):
        make_referral(business=referral.business, product=referral.product)
    make_referral(business=referral.business)  # at another bank


def test_consent_is_for_what_was_read():
    referral = make_referral()
    owner = referral.business.owner.user
    with pytest.raises(FileChanged):
        consents.give_consent(referral=referral, fingerprint="0" * 64, text_version="bank-1", by=owner)
    assert Consent.objects.count() == 0
    agree(referral)
    consent = Consent.objects.get()
    assert (consent.given_by, consent.text_id, consent.file.open("rb").read(5)) == (owner, "bank-1", b"%PDF-")


def test_only_the_owner_consents():
    referral = make_referral()
    with pytest.raises(ReferralMoved, match="Hanya pemilik"):
        consents.give_consent(
            referral=referral, fingerprint=dossier_of(referral).fingerprint, text_version="bank-1",
            by=make.make_user(Role.ADMIN),
        )  # fmt: skip


def test_nothing_is_sent_before_consent():
    referral = make_referral()
    with pytest.raises(ConsentMissing):
        services.send_referral(referral=referral, by=referral.prepared_by)


@pytest.mark.parametrize("state", [state for state in OPEN if state != "prepared"])
def test_withdrawn_consent_ends_the_referral_wherever_it_is(state):
    referral = make_referral(state=state)
    consents.end_consent(referral=referral, words="Berubah pikiran", by=referral.business.owner.user)
    referral.refresh_from_db()
    referral.consent.refresh_from_db()
    assert (referral.state, referral.consent.ending) == ("withdrawn", "withdrawn")
    with pytest.raises((ReferralMoved, ConsentMissing)):
        services.record_received(referral=referral, by=bank_user_of(referral))


def test_staff_and_bank_are_told_of_a_withdrawn_consent_each_what_is_theirs():
    referral = make_referral(state="received")
    bank = bank_user_of(referral)
    consents.end_consent(referral=referral, words="Berubah pikiran", by=referral.business.owner.user)
    told = {one.recipient: one for one in Message.objects.filter(occasion="referral_ended")}
    assert set(told) == {referral.prepared_by, bank}
    assert referral.get_absolute_url() in told[referral.prepared_by].body
    assert "hapus salinan berkasnya" in told[bank].short
    assert "http" not in told[bank].body + told[bank].short


def test_consent_to_what_was_disbursed_ends_and_the_outcome_stays():
    referral = make_referral(state="disbursed")
    consents.end_consent(referral=referral, by=referral.business.owner.user)
    referral.refresh_from_db()
    assert (referral.state, AccessGained.objects.count()) == ("disbursed", 1)
    assert not Referral.objects.visible_to(bank_user_of(referral)).exists()


def test_decline_is_explained_and_told_to_who_listens(monkeypatch):
    heard = []
    monkeypatch.setattr(
        registry, "on_declined", [lambda referral, step: heard.append((referral.pk, step.reason))]
    )
    referral = make_referral(state="surveyed")
    bank = bank_user_of(referral)
    with pytest.raises(ReferralMoved, match="Tulis alasannya"):
        services.record_decline(referral=referral, reason="books", words=" ", by=bank)
    services.record_decline(referral=referral, reason="books", words="Catatan kas baru dua bulan.", by=bank)
    referral.refresh_from_db()
    assert heard == [(referral.pk, "books")]
    assert (referral.state, referral.consent.ending) == ("declined", "done")
    assert not Referral.objects.visible_to(bank).exists()


def test_another_bank_records_nothing():
    referral = make_referral(state="sent")
    with pytest.raises(ReferralMoved, match="petugas bank ini"):
        services.record_received(referral=referral, by=make_bank_user(make_product().bank))


def test_only_what_is_past_its_time_expires():
    referral = make_referral()
    with pytest.raises(ReferralMoved):
        services.expire_referral(referral=referral, by=referral.prepared_by)
    with pytest.raises(REFUSED), transaction.atomic():
        _step(referral, "expired")


# --- past the services -----------------------------------------------------------------------


def _step(referral, to, **fields):
    referral.refresh_from_db()
    values = {"number": referral.step_number + 1, "from_state": referral.state, "by": referral.prepared_by}
    return Step.objects.create(referral=referral, to_state=to, **values | fields)


@pytest.mark.parametrize("to", [state for state in ReferralState if state not in ("prepared", "withdrawn")])
def test_wall_no_step_past_consent_or_order(to):
    referral = make_referral()
    told = {"declined": {"reason": "other", "words": "x"}, "approved": vars(APPROVAL)}.get(to, {})
    if to == "disbursed":
        told = {"amount": 1, "disbursed_on": "2026-01-01"}
    with pytest.raises(REFUSED, match="step_follows"), transaction.atomic():
        _step(referral, to, **told)


def test_wall_state_moves_by_steps_only():
    referral = make_referral(state="approved")
    with pytest.raises(REFUSED), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(state="disbursed")
    with pytest.raises(REFUSED), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(amount=1)


def test_wall_history_stays():
    referral = make_referral(state="approved")
    for change in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
        with pytest.raises(REFUSED), transaction.atomic():
            change(referral.steps.filter(to_state="approved"))
    with pytest.raises(REFUSED), transaction.atomic():
        Consent.objects.update(sha256="0" * 64)


def test_wall_consent_is_the_owners_own():
    referral = make_referral()
    with pytest.raises(REFUSED, match="consent_of_owner"), transaction.atomic():
        Consent.objects.create(
            referral=referral, text_id="bank-1", given_by=referral.prepared_by, file="x.pdf", sha256="0" * 64,
            size=1, fingerprint="",
        )  # fmt: skip


def test_wall_referral_is_by_checked_conditions_in_force():
    referral = make_referral()
    values = {
        name: getattr(referral, name)
        for name in ("bank_id", "product_id", "terms_id", "amount", "purpose", "prepared_by_id")
    }
    business = make.make_business()
    make_terms(referral.product, confirmed=False)
    with pytest.raises(REFUSED, match="referral_fits: terms"), transaction.atomic():
        Referral.objects.create(business=business, province=business.province, **values)


def test_wall_approval_is_complete():
    referral = make_referral(state="surveyed")
    with pytest.raises(REFUSED, match="step_tells_what_came"), transaction.atomic():
        _step(referral, "approved", amount=1_000_000, by=bank_user_of(referral))
