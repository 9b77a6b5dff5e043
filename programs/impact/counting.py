"""All figures of one count, as they are kept."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from programs.impact import estimating
from programs.impact.cases import Case
from programs.impact.cells import cells
from programs.impact.choices import LEAST_CASES, LEAST_CLUSTERS, Group, Outcome, State
from programs.impact.comparing import Compared, Row, compared, weighted_means
from programs.impact.discipline import shares_in_time
from programs.impact.errors import NotCounted

ESTIMATOR = Path(estimating.__file__)
PATIENCE = 300.0  # seconds; a busy machine needs ten to load the library
DISCIPLINE = "discipline"
# no secrets go along, and one thread does
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def figures(cases: list[Case], now: datetime) -> dict[str, Any]:
    """Raises NotCounted where the estimator gives no answer."""
    found = {outcome: compared(outcome, cases) for outcome in Outcome}
    shares = shares_in_time(now)
    asked = {
        outcome.value: question(one.rows) for outcome, one in found.items() if one.state != State.TOO_FEW
    }
    if len(shares) >= LEAST_CASES:
        asked[DISCIPLINE] = {
            "change": [last - first for _province, first, last in shares],
            "province": numbered([province for province, _first, _last in shares]),
        }
    answers = estimates(asked)
    return {
        "outcomes": {outcome.value: _told(one, answers.get(outcome.value)) for outcome, one in found.items()},
        DISCIPLINE: _discipline(shares, answers.get(DISCIPLINE)),
    }


def question(rows: list[Row]) -> dict[str, list[Any]]:
    return {
        "change": [row.change for row in rows],
        "pilot": [int(row.is_pilot) for row in rows],
        "stratum": numbered([row.stratum for row in rows]),
        "province": numbered([row.stratum[1] for row in rows]),
    }


def numbered(names: list[Any]) -> list[int]:
    """The estimator needs to know what belongs together, not what it is."""
    numbers: dict[Any, int] = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]


def estimates(asked: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any] | None]:
    if not asked:
        return {}
    questions = {name: one | {"least_clusters": LEAST_CLUSTERS} for name, one in asked.items()}
    command = [sys.executable, "-I", str(ESTIMATOR)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(questions).encode(),
            capture_output=True,
            timeout=PATIENCE,
            env=ENVIRONMENT,
            cwd="/",
            check=True,
        )
        answers: dict[str, dict[str, Any] | None] = json.loads(done.stdout)
    except subprocess.CalledProcessError as error:
        raise NotCounted(error.stderr.decode(errors="replace")[-2_000:]) from error
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise NotCounted(str(error)) from error
    return answers


def _told(one: Compared, estimate: dict[str, Any] | None) -> dict[str, Any]:
    shown = one.state != State.TOO_FEW
    return {
        "state": one.state.value,
        "due": {group.value: one.due[group] for group in Group},
        "known": {group.value: one.known[group] for group in Group},
        "paired": {group.value: len(one.of(group)) for group in Group},
        "strata": one.strata,
        "means": {group.value: pair for group, pair in weighted_means(one.rows).items()} if shown else None,
        "estimate": estimate,
        "cells": cells(one.rows) if shown else [],
    }


def _discipline(shares: list[tuple[str, float, float]], estimate: dict[str, Any] | None) -> dict[str, Any]:
    enough = len(shares) >= LEAST_CASES
    return {
        "pilots": len(shares),
        "first": sum(first for _province, first, _last in shares) / len(shares) if enough else None,
        "last": sum(last for _province, _first, last in shares) / len(shares) if enough else None,
        "estimate": estimate,
    }
