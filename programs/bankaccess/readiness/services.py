"""Writing a new version of a rubric, and keeping a score where it has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from programs.bankaccess.choices import Criterion
from programs.bankaccess.errors import RubricRefused
from programs.bankaccess.models import ReadinessScore, Rubric
from programs.bankaccess.models.readiness import FULL
from programs.bankaccess.permissions import may_keep_rubrics
from programs.bankaccess.products.facts import today_of
from programs.partnership.models import Phase
from programs.pilots.models import Pilot
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.models import Business

from .facts import facts_of_all
from .scoring import Point, as_rows, points_of

AT_ONCE = 100


@transaction.atomic
def record_rubric(
    *,
    phase: Phase | None,
    weights: Mapping[str, int],
    trainings_needed: int,
    reason: str,
    seen: int,
    by: User,
) -> Rubric:
    """The next version; `seen` is the number of the one that it was written from. Raises RubricRefused."""
    if not may_keep_rubrics(by):
        raise RubricRefused(_("Rubrik ditulis administrator."))
    total = sum(weights[one.value] for one in Criterion)
    if total != FULL:
        raise RubricRefused(_("Jumlah bobot harus 100. Sekarang %(total)s.") % {"total": total})
    lock_rubrics(phase)
    number = Rubric.objects.filter(phase=phase).count()
    if number != seen:
        raise RubricRefused(_("Versi lain baru saja disimpan. Buka lagi halaman ini dan periksa dahulu."))
    with because(reason, by=by):
        return Rubric.objects.create(
            phase=phase,
            number=number + 1,
            trainings_needed=trainings_needed,
            reason=reason,
            recorded_by=by,
            **{one.value: weights[one.value] for one in Criterion},
        )


def lock_rubrics(phase: Phase | None) -> None:
    """The same lock as the wall takes: whoever comes second reads the first one's version."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('bankaccess_rubric'), %s)", [phase.pk if phase else 0]
        )


Counted = dict[int, tuple[Rubric, list[Point]]]


def count_points(businesses: Sequence[Business]) -> Counted:
    """As of now, by the rubric of the phase each sits, or sat last, in. Nothing where no rubric is in force."""
    rubrics = {one.phase_id: one for one in Rubric.objects.in_force()}
    seats = Pilot.objects.filter(business__in=businesses).order_by("business_id", "-accepted_at", "-pk")
    phases = dict(seats.distinct("business_id").values_list("business", "seat__phase"))
    facts = facts_of_all(businesses)
    found: Counted = {}
    for business in businesses:
        rubric = rubrics.get(phases.get(business.pk)) or rubrics.get(None)
        if rubric is not None:
            found[business.pk] = (
                rubric,
                points_of(facts[business.pk], rubric.weights, rubric.trainings_needed),
            )
    return found


@transaction.atomic
def keep_scores(*, businesses: Sequence[int]) -> int:
    """A row for each whose points, or rubric, are others than last time; returns how many. Running it twice adds none.

    The businesses are locked first, in order, so that two who count at once do not both write.
    """
    locked = list(
        Business.objects.filter(pk__in=businesses)
        .select_related("province")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    last = {one.business_id: one for one in ReadinessScore.objects.latest_of(locked)}
    counted = count_points(locked)
    rows = [
        _score(business, *counted[business.pk], last.get(business.pk))
        for business in locked
        if business.pk in counted and is_news(last.get(business.pk), *counted[business.pk])
    ]
    return len(ReadinessScore.objects.bulk_create(rows))


def is_news(last: ReadinessScore | None, rubric: Rubric, points: list[Point]) -> bool:
    return last is None or last.rubric_id != rubric.pk or last.points != as_rows(points)


def _score(
    business: Business, rubric: Rubric, points: list[Point], last: ReadinessScore | None
) -> ReadinessScore:
    return ReadinessScore(
        business=business,
        number=last.number + 1 if last else 1,
        day=max(today_of(business), last.day) if last else today_of(business),
        rubric=rubric,
        total=sum(one.points for one in points),
        points=as_rows(points),
    )


def keep_all_scores() -> int:
    """Of every active pilot, so many in a transaction."""
    ids = list(Pilot.objects.active().order_by("business_id").values_list("business", flat=True))
    return sum(keep_scores(businesses=ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))
