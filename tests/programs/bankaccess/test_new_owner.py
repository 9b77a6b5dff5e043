"""A business goes to another owner: what the owner before showed a bank stays hers."""

import pytest
from django.urls import reverse

from programs.bankaccess.personal import ERASER
from programs.bankaccess.referrals import consents
from soksi_portal.accounts.choices import Role
from tests import factories as make
from umkm.businesses.changes import services
from umkm.businesses.changes.errors import Tied
from umkm.businesses.choices import KeyField

from .makers import make_referral

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
