"""What is kept of a count: the figures of the records, nobody's own, and the last one whatever happens to the next."""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import time

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.utils import timezone

from programs.impact import counting
from programs.impact.cells import ALL, cells, withheld
from programs.impact.choices import METHOD, SMALLEST_CELL
from programs.impact.comparing import Row
from programs.impact.errors import NotCounted
from programs.impact.export import rows
from programs.impact.models import Snapshot
from programs.impact.services import count_impact
from programs.impact.tasks import count_impact as task
from soksi_portal.accounts.choices import Role
from soksi_portal.celery import app
from tests import factories as make
from tests.parallel import in_parallel
from umkm.businesses.choices import SizeClass
from umkm.cadres.models import Cadre

from .independent import hc3, least_squares, student_975
from .makers import Told, make_proposed

pytestmark = pytest.mark.django_db


def made(chance: random.Random, pilots: int, others: int, province: str) -> list[Told]:
    return [
        Told(
            is_pilot,
            before=(chance.randint(50, 900) * 1_000_000, chance.randint(0, 8)),
            after=(chance.randint(50, 900) * 1_000_000 + 500_000, chance.randint(0, 12)),
            province=province,
            gained=chance.random() < (0.5 if is_pilot else 0.2),
        )
        for is_pilot in [True] * pilots + [False] * others
    ]


def test_figures_kept_are_those_of_an_independent_computation_on_the_same_businesses():
    chance = random.Random(4)
    told = [*made(chance, 7, 8, "11"), *made(chance, 5, 9, "32"), *made(chance, 2, 0, "91")]
    make_proposed(told)
    by = make.make_user(Role.ADMIN)
    kept = count_impact(by=by)
    assert (kept.pilots, kept.comparisons, kept.method, kept.counted_by) == (14, 17, METHOD, by)
    paired = [one for one in told if one.province != "91"]
    changes = {
        "sales": [math.log(one.after[0] / one.before[0]) for one in paired],
        "employees": [one.after[1] - one.before[1] for one in paired],
        "bank": [int(one.gained) for one in paired],
    }
    pilot, strata = [int(one.is_pilot) for one in paired], [one.province for one in paired]
    for outcome, change in changes.items():
        design, coefficients, residuals = least_squares(change, pilot, strata)
        half = student_975(len(change) - 3) * hc3(design, residuals)
        found = kept.figures["outcomes"][outcome]
        assert found["paired"] == {"pilot": 12, "comparison": 17}
        assert (found["state"], found["strata"]) == ("few", 2)
        assert found["estimate"]["effect"] == pytest.approx(coefficients[0])
        assert found["estimate"]["low"] == pytest.approx(coefficients[0] - half, abs=1e-4)
        assert found["estimate"]["high"] == pytest.approx(coefficients[0] + half, abs=1e-4)


def test_nine_on_one_side_are_too_few_and_nothing_of_them_is_kept(monkeypatch):
    monkeypatch.setattr(counting.subprocess, "run", None)  # nobody asks the estimator
    make_proposed([*made(random.Random(1), 5, 8, "11"), *made(random.Random(2), 4, 8, "32")])
    for found in count_impact().figures["outcomes"].values():
        assert (found["state"], found["paired"]["pilot"]) == ("too_few", 9)
        assert (found["means"], found["estimate"], found["cells"]) == (None, None, [])


def test_one_stratum_is_too_few(monkeypatch):
    monkeypatch.setattr(counting.subprocess, "run", None)
    monkeypatch.setattr(counting, "shares_in_time", lambda _now: [])
    make_proposed(made(random.Random(1), 12, 15, "11"))
    assert count_impact().figures["outcomes"]["sales"]["state"] == "too_few"


def test_neither_snapshot_nor_download_tells_a_person_a_business_or_a_place():
    businesses = make_proposed([*made(random.Random(1), 8, 8, "11"), *made(random.Random(2), 8, 8, "32")])
    kept = count_impact()
    assert kept.figures["outcomes"]["sales"]["cells"]
    text = json.dumps(kept.figures) + json.dumps(list(rows(kept)), default=str)
    owners = Cadre.objects.filter(businesses__in=businesses).distinct()
    secrets = [one.name for one in businesses] + [
        word
        for owner in owners
        for word in (owner.full_name, owner.phone, owner.province.name, owner.regency.name)
    ]
    assert [secret for secret in secrets if secret in text] == []
    for amount in (business.last_year_sales for business in businesses):
        assert str(amount) not in text


def made_rows(counts: dict[SizeClass, int], *, is_pilot: bool = True) -> list[Row]:
    return [
        Row(is_pilot, (1, "32", size), 1.0, 2.0 + number)
        for size, count in counts.items()
        for number in range(count)
    ]


def test_small_cells_are_withheld_and_with_a_single_one_the_next():
    micro, small, medium = SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM
    assert withheld({micro: 20, small: 6}) == set()
    assert withheld({micro: 20, small: SMALLEST_CELL - 1}) == {micro, small}
    assert withheld({micro: 20, small: 6, medium: 1}) == {small, medium}
    assert withheld({micro: 20, small: 4, medium: 3}) == {small, medium}


def test_no_cell_of_the_download_is_small_or_follows_from_the_others():
    found = cells(made_rows({SizeClass.MICRO: 20, SizeClass.SMALL: 6, SizeClass.MEDIUM: 1}))
    shown = {cell["size"]: cell["cases"] for cell in found if cell["group"] == "pilot"}
    assert shown == {ALL: 27, "micro": 20, "small": None, "medium": None}
    assert all(
        set(cell.values()) == {"pilot", cell["size"], None}
        for cell in found
        if cell["size"] in ("small", "medium")
    )


def test_failed_count_keeps_the_last_one(monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(3)")
    make_proposed([*made(random.Random(1), 8, 8, "11"), *made(random.Random(2), 8, 8, "32")])
    kept = count_impact()
    monkeypatch.setattr(counting, "ESTIMATOR", broken)
    with pytest.raises(NotCounted):
        count_impact()
    task()  # says so in the log, and fails no worker
    assert list(Snapshot.objects.all()) == [kept]


def test_slow_estimator_is_given_up(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(30)")
    monkeypatch.setattr(counting, "ESTIMATOR", slow)
    monkeypatch.setattr(counting, "PATIENCE", 0.2)
    with pytest.raises(NotCounted):
        counting.estimates({"x": {"change": [1.0], "province": [0]}})


@pytest.mark.django_db(transaction=True)
def test_two_who_count_at_once_count_once(monkeypatch):
    def figures(_cases, _now):
        time.sleep(1)
        return {}

    monkeypatch.setattr(counting, "figures", figures)
    answers = in_parallel(lambda _number: count_impact(), range(2))
    assert "AlreadyCounting" in answers
    assert Snapshot.objects.count() == 1
    task()  # the next one may again
    assert Snapshot.objects.count() == 2


def test_wall_snapshot_stays_as_it_is():
    kept = Snapshot.objects.create(method=METHOD, pilots=0, comparisons=0, figures={})
    for change in (lambda: Snapshot.objects.update(pilots=9), kept.delete):
        with pytest.raises((IntegrityError, InternalError), match="Cannot"), transaction.atomic():
            change()


def test_beat_counts_every_night(settings):
    app.loader.import_default_modules()
    planned = settings.CELERY_BEAT_SCHEDULE["count-impact"]
    assert planned["task"] in app.tasks
    assert planned["schedule"].is_due(timezone.now())[1] <= 86_400


def test_estimator_is_not_loaded_into_the_portal():
    """130 MB in each worker and web process would be paid for a figure a night."""
    code = "import django, sys; django.setup(); import programs.impact.views, programs.impact.tasks; print('statsmodels' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
