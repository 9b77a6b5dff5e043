"""Two who act at the same instant: one is first, the other reads a sentence."""

import pytest
from django.utils import timezone

from programs.bankaccess.models import BankPost, Consent, Referral, Step
from programs.bankaccess.products.services import end_bank_user
from programs.bankaccess.referrals import consents, services
from programs.bankaccess.referrals.dossier import dossier_of
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import make_business, make_user
from tests.parallel import in_parallel

from .makers import APPROVAL, bank_user_of, make_bank_user, make_product, make_referral

pytestmark = pytest.mark.django_db(transaction=True)


def test_staff_send_the_same_referral():
    product = make_product()
    make_bank_user(product.bank)
    referral = make_referral(product=product, state="consented")
    staff = [make_user(Role.JAMKRINDO) for _ in range(6)]  # more than two, so that some surely meet

    def send(user):
        services.send_referral(referral=referral, by=user)
        return "sent"

    assert sorted(in_parallel(send, staff)) == [*["ReferralMoved"] * 5, "sent"]
    assert Message.objects.filter(occasion="referral_sent").count() == 1


def test_decision_and_withdrawal_at_the_same_instant():
    """Whoever is first; never a decision after the consent ended, and never one left standing."""
    referral = make_referral(state="surveyed")
    bank, owner = bank_user_of(referral), referral.business.owner.user

    def act(who):
        if who == "bank":
            services.record_approval(referral=referral, approval=APPROVAL, words="", by=bank)
        else:
            consents.end_consent(referral=referral, by=owner)
        return who

    answers = in_parallel(act, ["bank", "owner"])
    referral = Referral.objects.get(pk=referral.pk)
    way = list(referral.steps.values_list("to_state", flat=True))[5:]
    assert (referral.state, referral.consent.stands) == ("withdrawn", False)
    assert (answers, way) in (
        (["bank", "owner"], ["approved", "withdrawn"]),
        (["ReferralMoved", "owner"], ["withdrawn"]),
        (["ConsentMissing", "owner"], ["withdrawn"]),
    )


def test_staff_refer_one_business_to_one_bank():
    product, business = make_product(), make_business()
    request = services.Request(20_000_000, "Uji")

    def refer(user):
        services.prepare_referral(
            business=business, bank=product.bank, product=product, request=request, by=user
        )
        return "prepared"

    staff = [make_user(Role.JAMKRINDO) for _ in range(6)]
    assert sorted(in_parallel(refer, staff)) == [*["NotReferable"] * 5, "prepared"]


def test_bank_opens_while_the_owner_withdraws():
    """It looked before the consent ended, or it sees nothing; neither waits for the other for ever."""
    referral = make_referral(state="received")
    bank, owner = bank_user_of(referral), referral.business.owner.user

    def act(who):
        if who == "owner":
            consents.end_consent(referral=referral, by=owner)
        else:
            consents.note_opening(referral=referral, what="file", by=bank)
        return who

    answers = in_parallel(act, ["owner", *["bank"] * 3])
    referral = Referral.objects.get(pk=referral.pk)
    assert (answers[0], referral.state, set(answers[1:]) <= {"bank", "ConsentMissing"}) == (
        "owner",
        "withdrawn",
        True,
    )
    assert all(one.opened_at < referral.consent.ended_at for one in referral.openings.all())


def test_owner_agrees_in_two_windows():
    referral = make_referral()
    owner, read = referral.business.owner.user, dossier_of(referral).fingerprint

    def consent(_window):
        consents.give_consent(referral=referral, fingerprint=read, text_version="bank-1", by=owner)
        return "agreed"

    answers = in_parallel(consent, range(3))
    assert sorted(answers) == ["ReferralMoved", "ReferralMoved", "agreed"]
    assert list(Consent.objects.values_list("referral__state", "referral__step_number")) == [("consented", 2)]


@pytest.mark.parametrize("who", ["owner", "staff"])
def test_consent_and_withdrawal_at_the_same_instant(who):
    """Whoever is first: withdrawn in the end, and no consent stands or comes afterwards."""
    referral = make_referral()
    owner, read = referral.business.owner.user, dossier_of(referral).fingerprint

    def act(what):
        if what == "agree":
            consents.give_consent(referral=referral, fingerprint=read, text_version="bank-1", by=owner)
        elif who == "owner":
            consents.end_consent(referral=referral, by=owner)
        else:
            services.withdraw_referral(referral=referral, words="", by=referral.prepared_by)
        return what

    answers = in_parallel(act, ["agree", "withdraw"])
    way = list(referral.steps.values_list("to_state", flat=True))
    assert (answers, way) in (
        (["agree", "withdraw"], ["prepared", "consented", "withdrawn"]),
        (["ReferralMoved", "withdraw"], ["prepared", "withdrawn"]),
    )
    assert not Consent.objects.filter(ended_at=None).exists()


def test_colleagues_of_the_bank_decide_otherwise_at_the_same_instant():
    """One decision, and who comes second reads whose it was: a no does not undo a yes that nobody has read."""
    referral = make_referral(state="surveyed")
    colleagues = [make_bank_user(referral.bank) for _ in range(4)]

    def decide(number):
        by = colleagues[number]
        if number % 2:
            services.record_approval(referral=referral, approval=APPROVAL, words="", by=by)
            return "approved"
        told = {"reason": "books", "words": "Belum lengkap.", "seen": referral.step_number}
        services.record_decline(referral=referral, by=by, **told)
        return "declined"

    answers = in_parallel(decide, range(4))
    (decision,) = referral.steps.filter(number__gt=5)
    assert [one for one in answers if one in ("approved", "declined")] == [decision.to_state]
    assert set(answers) <= {decision.to_state, "ReferralMoved", "ConsentMissing"}


def test_colleagues_pay_out_once():
    referral = make_referral(state="approved")
    colleagues = [make_bank_user(referral.bank) for _ in range(3)]
    today = timezone.localdate(timezone=referral.province.zone)

    def pay(by):
        services.record_disbursement(referral=referral, amount=1_000_000, disbursed_on=today, by=by)
        return "paid"

    assert sorted(in_parallel(pay, colleagues)) == ["ReferralMoved", "ReferralMoved", "paid"]


def test_step_recorded_while_the_bank_post_ends():
    """Past the service too: recorded by one who worked there at that moment, or not at all."""
    referral = make_referral(state="sent")
    by, admin = bank_user_of(referral), make_user(Role.ADMIN)
    post = BankPost.objects.get(user=by)

    def act(who):
        if who == "admin":
            end_bank_user(post=post, reason="Pindah.", by=admin)
        else:
            now = timezone.now()
            Step.objects.create(
                referral=referral, number=4, from_state="sent", to_state="received", by=by, at=now
            )
        return who

    answers = in_parallel(act, ["admin", "bank"])
    post.refresh_from_db()
    step = referral.steps.filter(to_state="received").first()
    assert answers[0] == "admin"
    assert answers[1] in ("bank", "IntegrityError")
    assert (step is not None) == (answers[1] == "bank")
