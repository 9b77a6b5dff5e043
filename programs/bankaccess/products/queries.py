"""Banks and conditions for pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone

from programs.bankaccess.choices import OPEN, Paper
from programs.bankaccess.models import BankOrganisation, Offer, Product, Terms
from programs.partnership.models import Organisation


@dataclass(frozen=True)
class ProductLine:
    product: Product
    terms: Terms | None  # in force today
    is_offered: bool = False


@dataclass(frozen=True)
class Version:
    terms: Terms
    is_in_force: bool

    @property
    def papers(self) -> str:
        return ", ".join(str(Paper(one).label) for one in self.terms.papers)


def banks() -> list[Any]:
    """Each with what it offers and how much lies there."""
    offers = Offer.objects.active().select_related("product").order_by("product_id")
    rows = BankOrganisation.objects.annotate(
        people=Count("posts_at_bank", filter=Q(posts_at_bank__ended_at=None), distinct=True),
        running=Count("referrals", filter=Q(referrals__state__in=OPEN), distinct=True),
    )
    return list(
        rows.prefetch_related(Prefetch("offers", offers, to_attr="offered")).order_by("short_name", "pk")
    )


def programme_products() -> list[ProductLine]:
    return _lines(list(Product.objects.filter(bank=None)), set())


def products_for(bank: Organisation) -> list[ProductLine]:
    """The programme's and its own."""
    rows = Product.objects.filter(Q(bank=None) | Q(bank=bank)).order_by(F("bank").asc(nulls_first=True), "pk")
    offered = set(Offer.objects.active().filter(bank=bank).values_list("product", flat=True))
    return _lines(list(rows), offered)


def _lines(products: list[Product], offered: set[int]) -> list[ProductLine]:
    in_force = Terms.objects.in_force(timezone.localdate()).filter(product__in=products)
    by_product = {one.product_id: one for one in in_force}
    return [ProductLine(one, by_product.get(one.pk), one.pk in offered) for one in products]


def versions_of(product: Product) -> list[Version]:
    now = Terms.objects.in_force(timezone.localdate()).filter(product=product).first()
    rows = product.terms.select_related("recorded_by", "confirmed_by").order_by("-number")
    return [Version(one, one == now) for one in rows]
