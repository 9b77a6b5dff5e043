"""Conditions are dated rows that stay; a bank's users belong to one bank."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.utils import timezone

from programs.bankaccess.errors import BankUserRefused, ProductRefused
from programs.bankaccess.models import BankPost, Offer, Product, Referral, Terms
from programs.bankaccess.products import services
from programs.bankaccess.products.facts import facts_of, matches_of
from programs.partnership.models import Organisation
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.services import end_role
from tests import factories as make
from tests.programs.mentoring.makers import make_books, make_keeper

from .makers import make_bank, make_bank_user, make_product, make_referral, make_terms

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError)


@pytest.fixture
def admin():
    return make.make_user(Role.ADMIN)


def test_list_of_programme_credit_loads_once_and_leaves_later_versions_alone(admin):
    for _ in range(2):
        call_command("load_bank_products", verbosity=0)
    assert list(Product.objects.values_list("kind", "terms__ceiling", "terms__floor").order_by("pk")) == [
        ("kur_super_micro", 10_000_000, 0),
        ("kur_micro", 100_000_000, 10_000_000),
        ("kur_small", 500_000_000, 100_000_000),
    ]
    assert set(Terms.objects.values_list("regulation", "confirmed_at")) == {
        ("Permenko Perekonomian 1/2026", None)
    }
    micro = Product.objects.get(kind="kur_micro")
    services.record_terms(
        product=micro,
        conditions={"valid_from": date(2027, 1, 1), "regulation": "Permenko 9/2027", "ceiling": 150_000_000},
        by=admin,
    )
    call_command("load_bank_products", verbosity=0)
    assert [one.number for one in micro.terms.all()] == [2, 1]
    in_force = {
        day: Terms.objects.in_force(day).get(product=micro).number
        for day in (date(2026, 6, 1), date(2027, 1, 1))
    }
    assert in_force == {date(2026, 6, 1): 1, date(2027, 1, 1): 2}


def test_new_version_does_not_begin_before_the_last(admin):
    product = make_product()
    with pytest.raises(ProductRefused, match="Versi terakhir"):
        services.record_terms(
            product=product,
            conditions={"valid_from": date(2025, 1, 1), "regulation": "X", "ceiling": 1},
            by=admin,
        )


def test_confirming_twice_is_once(admin):
    terms = make_terms(make_product(), confirmed=False)
    first = services.confirm_terms(terms=terms, by=admin)
    again = services.confirm_terms(terms=terms, by=make.make_user(Role.ADMIN))
    assert (again.confirmed_by, again.confirmed_at) == (admin, first.confirmed_at)


def test_wall_version_says_what_it_says(admin):
    terms = make_terms(make_product())
    for change in (
        lambda rows: rows.update(ceiling=1),
        lambda rows: rows.update(regulation="Lain"),
        lambda rows: rows.update(confirmed_by=admin),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(REFUSED), transaction.atomic():
            change(Terms.objects.filter(pk=terms.pk))


def test_wall_programme_credit_has_no_bank_and_general_credit_has_one():
    for values in ({"kind": "general", "bank": None}, {"kind": "kur_micro", "bank": make_bank()}):
        with pytest.raises(REFUSED), transaction.atomic():
            Product.objects.create(name="X", **values)


def test_bank_offers_the_programmes_and_its_own(admin):
    bank, foreign = make_bank(), make_product()
    with pytest.raises(ProductRefused, match="bank lain"):
        services.begin_offer(bank=bank, product=foreign, by=admin)
    with pytest.raises(REFUSED), transaction.atomic():
        Offer.objects.create(bank=bank, product=foreign, begun_by=admin)
    own = services.add_product(bank=bank, name="Kredit Modal", by=admin)
    with pytest.raises(ProductRefused, match="sudah punya produk"):
        services.add_product(bank=bank, name="kredit modal", by=admin)
    services.end_offer(bank=bank, product=own, by=admin)
    assert not Offer.objects.active().filter(bank=bank).exists()


def test_user_works_at_one_bank_only(admin):
    bank, other, user = make_bank(), make_bank(), make.make_user(Role.BANK)
    post = services.add_bank_user(bank=bank, user=user, by=admin)
    with pytest.raises(BankUserRefused, match="sudah bertugas"):
        services.add_bank_user(bank=other, user=user, by=admin)
    with pytest.raises(REFUSED), transaction.atomic():
        BankPost.objects.create(bank=other, user=user, granted_by=admin)
    services.end_bank_user(post=post, reason="Pindah", by=admin)
    assert services.add_bank_user(bank=other, user=user, by=admin).bank == other
    with pytest.raises(BankUserRefused, match="sudah berakhir"):
        services.end_bank_user(post=post, reason="Pindah", by=admin)


def test_only_a_bank_user_at_a_bank(admin):
    with pytest.raises(BankUserRefused, match="peran Mitra bank"):
        services.add_bank_user(bank=make_bank(), user=make.make_user(Role.TRAINER), by=admin)
    no_bank = make_bank(kind="other")
    with pytest.raises(ProductRefused):
        services.add_bank_user(bank=no_bank, user=make.make_user(Role.BANK), by=admin)
    with pytest.raises(REFUSED, match="post_at_bank"), transaction.atomic():
        BankPost.objects.create(bank=no_bank, user=make.make_user(Role.BANK), granted_by=admin)
    with pytest.raises(REFUSED, match="post_of_bank_user"), transaction.atomic():
        BankPost.objects.create(bank=make_bank(), user=admin, granted_by=admin)


def test_ended_post_or_role_shows_nothing_more(admin):
    referral = make_referral(state="sent")
    one, two = (make_bank_user(referral.bank) for _ in range(2))
    assert Referral.objects.visible_to(one).get() == referral
    services.end_bank_user(post=one.bank_posts.get(), reason="Pindah", by=admin)
    end_role(user=two, role=Role.BANK, by=admin, reason="Selesai")
    for user in (type(one).objects.get(pk=one.pk), type(two).objects.get(pk=two.pk)):
        assert not Referral.objects.visible_to(user).exists()


def test_wall_bank_stays_one_while_something_hangs_on_it():
    bank = make_product().bank
    with pytest.raises(REFUSED, match="bank_stays_bank"), transaction.atomic():
        Organisation.objects.filter(pk=bank.pk).update(kind="other")
    Organisation.objects.filter(pk=make_bank().pk).update(kind="other")


def test_yearly_sales_come_from_twelve_reports_or_the_register():
    business = make_keeper()
    assert facts_of(business).sales == 120_000_000
    make_books(business, months=12)
    facts = facts_of(business)
    assert (facts.sales, facts.sales_source) == (72_000_000, "laporan bulanan 12 bulan terakhir")
    assert "statements" in facts.papers


def test_match_costs_the_same_for_one_and_three_products(django_assert_num_queries):
    business, bank = make.make_business(), make_bank()
    make_product(bank=bank)
    with django_assert_num_queries(6):
        assert len(matches_of(business)) == 1
    for _ in range(2):
        make_product(bank=bank)
    with django_assert_num_queries(6):
        assert len(matches_of(business)) == 3
    make_product(bank=bank, valid_from=timezone.localdate().replace(year=2099))
    assert len(matches_of(business)) == 3
