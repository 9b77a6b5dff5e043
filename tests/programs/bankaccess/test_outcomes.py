"""Bank access changes by a recorded disbursement only, and is counted exactly, per province and in the country."""

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.bankaccess.models import AccessGained, BankTally
from programs.bankaccess.outcomes.access import access_of
from programs.bankaccess.outcomes.queries import Access, access_by_province
from programs.partnership import keeping
from programs.partnership.choices import Measure
from programs.pilots.lineage import queries as lineage
from programs.progress.queries import country_progress, current_phase
from tests import factories as make
from tests.programs.partnership.makers import make_commitment
from tests.programs.pilots.embryo import make_mentorship
from umkm.businesses.models import Business

from .makers import make_referral

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError)


def gained() -> dict[str, int]:
    return {code: told["gained"] for code, told in BankTally.objects.totals().items() if told["gained"]}


def test_disbursement_is_bank_access_at_once():
    referral = make_referral(state="approved")
    assert (gained(), access_of([referral.business])[referral.business_id].today) == ({}, False)
    referral = make_referral(
        state="disbursed", business=make.make_business(province=make.make_province("11"))
    )
    assert gained() == {"11": 1}
    one = access_of([referral.business])[referral.business_id]
    assert (one.baseline, one.today, one.gained_at) == (False, True, referral.state_since)


def test_second_disbursement_and_a_baseline_count_nothing_more():
    business = make.make_business()
    for _ in range(2):
        make_referral(state="disbursed", business=business)
    make_referral(state="disbursed", business=make.make_business(has_bank_loan=True))
    assert gained() == {"32": 1}
    assert access_by_province() == {"32": Access(registered=2, baseline=1, gained=1)}


def test_wall_access_is_gained_by_an_outcome_only():
    referral = make_referral(state="approved")
    values = {"business": referral.business, "province": referral.province, "referral": referral}
    with pytest.raises(REFUSED, match="access_by_outcome"), transaction.atomic():
        AccessGained.objects.create(**values, gained_at=timezone.now(), counts=True)
    make_referral(state="disbursed")
    for change in (
        lambda: AccessGained.objects.update(counts=False),
        lambda: AccessGained.objects.all().delete(),
    ):
        with pytest.raises(REFUSED), transaction.atomic():
            change()


def test_tally_follows_a_business_that_moves():
    business = make_referral(state="disbursed").business
    papua = make.make_province("91")
    with pgtrigger.ignore("businesses.Business:state_keeps_keys"):  # as an approved change does
        Business.objects.filter(pk=business.pk).update(province=papua, regency=make.make_regency(papua))
    assert gained() == {"91": 1}


def test_entries_fold_to_the_same_numbers():
    for _ in range(3):
        make_referral(state="disbursed")
    assert (BankTally.objects.fold(), gained(), BankTally.objects.count()) == (3, {"32": 3}, 1)


def test_commitment_is_measured_by_today():
    make.make_business(has_bank_loan=True)
    make.make_business()
    make_referral(state="disbursed")
    commitment = make_commitment(make.make_phase().memorandum, measure=Measure.BANK_ACCESS, target=80)
    with CaptureQueriesContext(connection) as captured:
        account = keeping.accounts([commitment])[0]
    assert (account.kept.done, account.kept.of, len(captured)) == (66, 80, 2)
    assert "2 dari 3 usaha terdaftar (67\u00a0%)" in account.kept.text
    assert keeping.behind(commitment).lines[0].values == (3, 2, "33\u00a0%", "67\u00a0%")


def test_progress_shows_baseline_and_today_beside_the_nineteen_percent(client):
    make_referral(state="disbursed")
    make.make_business(has_bank_loan=True)
    total = country_progress(current_phase()).total
    assert (total.bank_access, total.bank_gained, total.bank_today) == (1, 1, 2)
    page = client.get("/kemajuan/").content.decode()
    assert "50\u00a0% saat terdaftar, 1 usaha menyusul; 19 % UMKM" in page
    assert "100\u00a0%" in client.get("/kemajuan/32/").content.decode()


def test_lineage_counts_access_of_today():
    mentorship = make_mentorship()
    province = mentorship.province_id
    assert lineage.numbers_by_province()[province].bank_access == 0
    make_referral(state="disbursed", business=mentorship.business)
    assert lineage.numbers_by_province()[province].bank_access == 1
