"""A business goes to another owner: what the owner before showed a bank stays hers."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from programs.bankaccess.errors import AnswerRefused
from programs.bankaccess.models import CreditAnswer
from programs.bankaccess.personal import ERASER, held
from programs.bankaccess.products.answers import record_answer
from programs.bankaccess.products.facts import facts_of
from programs.bankaccess.readiness import around
from programs.bankaccess.readiness.facts import facts_of_all
from programs.bankaccess.readiness.loading import load_rubric
from programs.bankaccess.readiness.queries import current_score
from programs.bankaccess.referrals import consents
from soksi_portal.accounts.choices import Role
from tests import factories as make
from umkm.businesses.changes import services
from umkm.businesses.changes.errors import Tied
from umkm.businesses.choices import KeyField

from .makers import make_answer, make_referral

pytestmark = pytest.mark.django_db


def give_away(business, heir):
    change = services.request_change(
        business=business, field=KeyField.OWNER, value=heir, reason="Dijual.",
        by=business.owner.user, evidence=make.make_evidence(),
    )  # fmt: skip
    services.agree_to_own(change=change, by=heir.user)
    services.approve_change(change=change, by=make.make_user(Role.COORDINATOR))
    business.refresh_from_db()


@pytest.mark.parametrize("state", ["prepared", "consented", "sent", "disbursed"])
def test_business_stays_with_its_owner_while_a_bank_may_read_or_decide(state):
    business = make_referral(state=state).business
    with pytest.raises(Tied):
        give_away(business, make.make_cadre())


def test_new_owner_reads_no_paper_of_the_owner_before(client):
    referral = make_referral(state="disbursed")
    before, heir = referral.business.owner, make.make_cadre()
    consents.end_consent(referral=referral, by=before.user)
    file = reverse("referral_file", args=[referral.pk])
    client.force_login(before.user)
    assert client.get(file).status_code == 200

    give_away(referral.business, heir)

    client.force_login(heir.user)
    assert client.get(file).status_code == 404
    assert client.get(referral.get_absolute_url()).status_code == 200


def test_erased_owner_takes_the_file_of_a_business_given_away_along():
    referral = make_referral(state="disbursed")
    before = referral.business.owner
    consents.end_consent(referral=referral, by=before.user)
    give_away(referral.business, make.make_cadre())
    ERASER.erase(before, make.make_user(Role.ADMIN))
    referral.consent.refresh_from_db()
    assert not referral.consent.file


def test_what_an_owner_declared_of_her_credit_is_nothing_of_the_next_one(client):
    """Neither read nor counted; she who declared it, and staff, read it as before."""
    business = make.make_pilot().business
    before, heir = business.owner, make.make_cadre()
    answer = make_answer(business, has_programme_credit=True)
    give_away(business, heir)

    assert facts_of(business).has_programme_credit is None
    assert facts_of_all([business])[business.pk].slik == "unknown"
    match, file = (
        reverse("product_match", args=[business.pk]),
        reverse("credit_answer_file", args=[answer.pk]),
    )
    for user, seen, status in ((heir.user, [], 404), (make.make_user(Role.JAMKRINDO), [answer], 200)):
        client.force_login(user)
        page = client.get(match)
        assert (page.context["answers"], client.get(file).status_code) == (seen, status)
        assert ("tidak dihitung untuk pemilik sekarang" in page.content.decode()) is bool(seen)
    client.force_login(before.user)
    assert client.get(file).status_code == 200
    assert [one.opened_by.has_role(Role.JAMKRINDO) for one in business.figure_openings.all()] == [True]
    assert (_told(heir.user), _told(before.user)) == (0, 1)

    record_answer(business=business, has_programme_credit=False, slik="unknown", answered_on=answer.answered_on, files=[], by=heir.user)  # fmt: skip
    assert facts_of(business).has_programme_credit is False


def _told(user):
    return next(len(one.records) for one in held(user) if one.key == "jawaban_kredit")


def test_score_that_counted_the_owners_credit_before_is_in_no_file_and_no_copy_of_the_next_one():
    load_rubric()
    business = make.make_pilot().business
    before, heir = business.owner, make.make_cadre()
    make_answer(business)
    with time_machine.travel(timezone.now() - timedelta(hours=1)):  # before this test's transaction
        current_score(business)
    assert len(list(around.file_section(business))) == len(next(iter(around.held(before.user))).records) == 1
    give_away(business, heir)
    assert list(around.file_section(business)) == list(around.for_owner(heir.user)) == []
    assert next(iter(around.held(heir.user))).records == ()
    score = current_score(business)
    assert [one["got"] for one in score.points if one["key"] == "slik"] == [0]
    assert len(list(around.file_section(business))) == len(next(iter(around.held(heir.user))).records) == 1


def test_document_goes_with_the_one_who_is_erased_and_with_nobody_else():
    business, admin = make.make_business(), make.make_user(Role.ADMIN)
    before, heir = business.owner, make.make_cadre()
    make_answer(business)
    give_away(business, heir)
    ERASER.erase(heir, admin)
    assert CreditAnswer.objects.get().file
    ERASER.erase(before, admin)
    assert not CreditAnswer.objects.get().file


def test_answer_written_while_the_business_changes_hands_is_refused_kindly():
    business, heir = make.make_business(), make.make_cadre()
    read = type(business).objects.select_related("owner__user").get(pk=business.pk)
    assert read.owner.user is not None
    give_away(business, heir)
    with pytest.raises(AnswerRefused, match="berganti pemilik"):
        record_answer(business=read, has_programme_credit=False, slik="unknown", answered_on=date(2026, 11, 1), files=[], by=read.owner.user)  # fmt: skip
