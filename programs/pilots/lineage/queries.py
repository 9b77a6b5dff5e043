"""Who learned from whom: the tree of a province with names, and numbers for everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from programs.pilots.choices import LIVE_NOMINATIONS, MentorshipState, MentorState, PilotOutcome
from programs.pilots.models import Mentor, Mentorship, Nomination, Pilot
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business
from umkm.regions.models import Province

from . import bank_access

GENERATIONS = 20  # as far as a tree is drawn and counted


@dataclass(frozen=True)
class Fate:
    """What became of a business: the furthest that it has come."""

    label: str
    tone: str


@dataclass
class Node:
    business: Business
    fate: Fate
    mentorship: Mentorship | None = None  # by which it came under the one above; None at the root
    is_mentor: bool = False
    direct: int = 0
    passed_on: int = 0  # in all generations
    children: list[Node] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        return self.mentorship is not None and self.mentorship.state == MentorshipState.ENDED


@dataclass(frozen=True)
class Numbers:
    """Of one province, or of the country. Names nobody."""

    mentors: int = 0  # now
    graduates: int = 0
    mentees: int = 0  # each business once, in all generations
    nominated: int = 0  # of the mentees, ever
    pilots: int = 0  # of the mentees, ever on a seat
    graduated: int = 0
    bank_access: int = 0

    def __add__(self, other: Numbers) -> Numbers:
        names = self.__dataclass_fields__
        return Numbers(**{name: getattr(self, name) + getattr(other, name) for name in names})


def province_tree(province: Province, user: User) -> list[Node]:
    """Every pembina of the province that `user` may see, with all who learned from it; a fixed number of queries."""
    edges = Mentorship.objects.visible_to(user).begun().filter(province=province)
    links = list(edges.select_related("guide__owner", "business__owner").order_by("began_at", "pk"))
    mentors = list(
        Mentor.objects.visible_to(user)
        .filter(province=province, state__in=(MentorState.ACTIVE, MentorState.ENDED), agreed_at__isnull=False)
        .select_related("business__owner")
        .order_by("agreed_at", "pk")
    )
    return _forest(links, mentors, passed_on(province))


def tree_of(business: Business, user: User) -> Node:
    """The part below one pembina, for its own page."""
    tree = province_tree(business.province, user)
    found = next((node for node in _walk(tree) if node.business.pk == business.pk), None)
    return found or Node(business, fates_of([business])[business.pk])


def _walk(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.children)


def _forest(
    links: list[Mentorship], mentors: list[Mentor], counted: dict[int, tuple[int, int]]
) -> list[Node]:
    below: dict[int, list[Mentorship]] = defaultdict(list)
    businesses = {mentor.business_id: mentor.business for mentor in mentors}
    for link in links:
        below[link.guide_id].append(link)
        businesses |= {link.guide_id: link.guide, link.business_id: link.business}
    guided = {link.business_id for link in links}
    fates = fates_of(businesses.values())
    active = {mentor.business_id for mentor in mentors if mentor.state == MentorState.ACTIVE}

    def node(pk: int, link: Mentorship | None, depth: int) -> Node:
        direct, passed = counted.get(pk, (0, 0))
        deeper = below[pk] if depth < GENERATIONS else []
        children = [node(one.business_id, one, depth + 1) for one in deeper]
        return Node(businesses[pk], fates[pk], link, pk in active, direct, passed, children)

    return [node(pk, None, 1) for pk in businesses if pk not in guided]


def fates_of(businesses: Iterable[Business]) -> dict[int, Fate]:
    """By business, in two queries however many."""
    found = list(businesses)
    ids = [business.pk for business in found]
    seats = Pilot.objects.filter(business__in=ids).values_list("business", "ended_at", "outcome")
    sitting, graduated = set(), set()
    for pk, ended_at, outcome in seats:
        if ended_at is None:
            sitting.add(pk)
        elif outcome == PilotOutcome.GRADUATED:
            graduated.add(pk)
    live = Nomination.objects.filter(business__in=ids, state__in=LIVE_NOMINATIONS)
    nominated = set(live.values_list("business", flat=True))

    def fate(business: Business) -> Fate:
        if business.pk in graduated:
            return Fate(_("Lulus"), "good")
        if business.pk in sitting:
            return Fate(_("UMKM percontohan"), "good")
        if business.pk in nominated:
            return Fate(_("Diusulkan"), "waiting")
        return Fate(str(business.get_state_display()), business.state_tone)

    return {business.pk: fate(business) for business in found}


def passed_on(province: Province) -> dict[int, tuple[int, int]]:
    """{business: (guided by itself, in all generations)}, each business counted once."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE passed(root, business_id, generation) AS (
                SELECT guide_id, business_id, 1 FROM pilots_mentorship
                 WHERE province_id = %(province)s AND state IN ('active', 'ended')
                UNION
                SELECT p.root, m.business_id, p.generation + 1
                  FROM passed AS p JOIN pilots_mentorship AS m ON m.guide_id = p.business_id
                 WHERE m.state IN ('active', 'ended') AND p.generation < %(most)s
            )
            SELECT root, count(DISTINCT business_id) FILTER (WHERE generation = 1), count(DISTINCT business_id)
              FROM passed GROUP BY root
            """,
            {"province": province.pk, "most": GENERATIONS},
        )
        return {root: (direct, every) for root, direct, every in cursor.fetchall()}


def numbers_by_province() -> dict[str, Numbers]:
    """In three queries whatever the number of provinces; the cost grows with those guided, not with businesses."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, sql in _COUNTS.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for code, number in cursor.fetchall():
                found[code][name] = number
    with connection.cursor() as cursor:
        cursor.execute(_MENTEES.format(bank_access=bank_access.condition()))
        columns = [column.name for column in cursor.description][1:]
        for code, *values in cursor.fetchall():
            found[code] |= dict(zip(columns, values, strict=True))
    return {code: Numbers(**values) for code, values in found.items()}


_COUNTS = {
    "mentors": "SELECT province_id, count(*) FROM pilots_mentor WHERE state = 'active' GROUP BY province_id",
    "graduates": """
        SELECT s.province_id, count(DISTINCT p.business_id)
          FROM pilots_graduation AS g JOIN pilots_pilot AS p ON p.id = g.pilot_id JOIN pilots_seat AS s ON s.id = p.seat_id
         GROUP BY s.province_id""",
}
_MENTEES = """
    WITH mentee AS (SELECT DISTINCT province_id, business_id FROM pilots_mentorship WHERE state IN ('active', 'ended'))
    SELECT m.province_id, count(*) AS mentees,
           count(*) FILTER (WHERE EXISTS (SELECT FROM pilots_nomination AS n
                                           WHERE n.business_id = m.business_id AND n.state <> 'withdrawn')) AS nominated,
           count(*) FILTER (WHERE EXISTS (SELECT FROM pilots_pilot AS p WHERE p.business_id = m.business_id)) AS pilots,
           count(*) FILTER (WHERE EXISTS (SELECT FROM pilots_pilot AS p
                                           WHERE p.business_id = m.business_id AND p.outcome = 'graduated')) AS graduated,
           count(*) FILTER (WHERE {bank_access}) AS bank_access
      FROM mentee AS m JOIN businesses_business AS b ON b.id = m.business_id
     GROUP BY m.province_id
"""


def graduates_without_mentor(province: Province, user: User) -> QuerySet[Pilot]:
    """Whom the province may still invite."""
    asked = Mentor.objects.filter(
        business=OuterRef("business"), state__in=(MentorState.INVITED, MentorState.ACTIVE)
    )
    return (
        Pilot.objects.visible_to(user)
        .filter(seat__province=province, outcome=PilotOutcome.GRADUATED)
        .exclude(Exists(asked))
        .select_related("business", "seat__province")
        .order_by("ended_at", "pk")
    )


def possible_mentees(mentor: Mentor, user: User) -> QuerySet[Business]:
    """Verified businesses of the pembina's province without one, whose owner can answer."""
    return (
        Business.objects.visible_to(user)
        .verified()
        .filter(province=mentor.province_id, owner__user__isnull=False)
        .exclude(owner=mentor.business.owner_id)
        .exclude(Exists(Mentorship.objects.active().filter(business=OuterRef("pk"))))
    )


def mentors_for(business: Business) -> QuerySet[Mentor]:
    """Whom its owner may ask: who agreed to it lets verified members of the province read the business's name."""
    return (
        Mentor.objects.active()
        .filter(province=business.province_id, business__owner__restricted_at=None)
        .exclude(business__owner=business.owner_id)
        .select_related("business__regency", "business__kbli")
        .order_by("business__name", "pk")
    )
