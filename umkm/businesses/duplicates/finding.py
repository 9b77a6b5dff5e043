"""Finding businesses that may be one: of the same regency, of alike names, and with the same owner, an alike address or
a place near by. One index look-up for each business (regency and trigrams of the name), at most ten pairs kept.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from umkm.businesses.choices import Likeness
from umkm.businesses.models import Business, PossibleDuplicate
from umkm.businesses.models.business import STANDING
from umkm.businesses.naming import address_key, name_key

ALIKE_NAMES = 0.45  # similarity of trigrams, 0 to 1
ALIKE_ADDRESSES = 0.45
NEAR = 300  # metres
MOST_PAIRS = 10  # of one search
MOST_LOOKED_AT = 50
METRES_A_DEGREE = 111_195


@transaction.atomic
def seek(*, business_id: int) -> int:
    """Remember the pairs that are not known yet; how many it were. Again and again it changes nothing."""
    business = (
        Business.objects.filter(pk=business_id, state__in=STANDING, owner__restricted_at=None)
        .annotate(name_key=name_key(), address_key=address_key())
        .first()
    )
    if business is None or not business.name_key.strip():  # type: ignore[attr-defined]  # annotated above
        return 0
    with connection.cursor() as cursor:  # the operator % takes the index, and its limit from here
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE_NAMES)])
    found = []
    for other in candidates(business)[:MOST_LOOKED_AT]:
        likenesses = likenesses_of(business, other)
        if likenesses:
            found.append(_pair(business, other, likenesses))
    known = PossibleDuplicate.objects.filter(Q(first=business) | Q(second=business)).count()
    PossibleDuplicate.objects.bulk_create(found[:MOST_PAIRS], ignore_conflicts=True)
    return PossibleDuplicate.objects.filter(Q(first=business) | Q(second=business)).count() - known


def candidates(business: Any) -> QuerySet[Business]:
    """Of alike names in the regency, and with something else in common, the likest first. `business` has its keys."""
    alike: QuerySet[Any] = Business.objects.filter(regency_id=business.regency_id, state__in=STANDING)
    return (
        alike.annotate(name_key=name_key())
        .filter(name_key__trigram_similar=business.name_key)
        .exclude(pk=business.pk)
        .filter(owner__restricted_at=None)  # whose data is not to be processed
        .annotate(
            similarity=TrigramSimilarity(F("name_key"), business.name_key),
            address_similarity=TrigramSimilarity(address_key(), business.address_key),
        )
        .filter(
            Q(owner=business.owner_id)
            | Q(address_similarity__gte=ALIKE_ADDRESSES)
            | _around(business.latitude, business.longitude)
        )
        .order_by("-similarity", "-pk")
    )


def likenesses_of(business: Any, other: Any) -> list[Likeness]:
    found = []
    if other.owner_id == business.owner_id:
        found.append(Likeness.OWNER)
    if other.address_similarity >= ALIKE_ADDRESSES:
        found.append(Likeness.ADDRESS)
    here, there = (business.latitude, business.longitude), (other.latitude, other.longitude)
    if None not in here and None not in there and metres(here, there) < NEAR:
        found.append(Likeness.NEAR)
    return found


def metres(here: tuple[Decimal, Decimal], there: tuple[Decimal, Decimal]) -> float:
    """Flat, which is exact enough for a village."""
    north = float(there[0] - here[0])
    east = float(there[1] - here[1]) * math.cos(math.radians(float(here[0])))
    return METRES_A_DEGREE * math.hypot(north, east)


def _around(latitude: Decimal | None, longitude: Decimal | None) -> Q:
    """A square that holds the circle."""
    if latitude is None or longitude is None:
        return Q(pk__in=[])
    north = Decimal(NEAR) / METRES_A_DEGREE
    east = Decimal(NEAR / METRES_A_DEGREE / math.cos(math.radians(float(latitude))))
    return Q(
        latitude__range=(latitude - north, latitude + north),
        longitude__range=(longitude - east, longitude + east),
    )


def _pair(business: Any, other: Any, likenesses: list[Likeness]) -> PossibleDuplicate:
    first, second = sorted((business.pk, other.pk))
    return PossibleDuplicate(
        first_id=first,
        second_id=second,
        similarity=min(1.0, other.similarity),
        likenesses=likenesses,
        province_id=business.province_id,
    )
