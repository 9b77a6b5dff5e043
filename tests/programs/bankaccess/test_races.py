"""Two who act at the same instant: one is first, the other reads a sentence."""

import pytest

from programs.bankaccess.models import Referral
from programs.bankaccess.referrals import consents, services
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
