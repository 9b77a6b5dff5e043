"""Difference in differences. Runs as a process of its own, since statsmodels brings 130 MB and some seconds with it.

Reads a JSON object on its standard input, {name: {"change", "pilot", "stratum", "province"}} with one list entry for
each business, and writes {name: estimate}. It gets no database, no environment and no names: numbers only.

Each business stands for itself before and after, so what is regressed is its change. Indicators of the strata (same
phase, province and size class) take up whatever happened to all of a stratum; what is left beside them is the effect.
Without "pilot" it is the mean change of one group.
"""

from __future__ import annotations

import json
import math
import sys
from typing import Any

CONFIDENCE = 0.95
ROBUST = "HC3"  # MacKinnon & White 1985: honest for few observations


def main() -> None:
    asked: dict[str, dict[str, Any]] = json.load(sys.stdin)
    json.dump({name: estimate(**one) for name, one in asked.items()}, sys.stdout, allow_nan=False)


def estimate(
    *,
    change: list[float],
    province: list[int],
    least_clusters: int,
    pilot: list[int] | None = None,
    stratum: list[int] | None = None,
) -> dict[str, Any] | None:
    """The effect with its interval; None where the data do not tell one."""
    from statsmodels.regression.linear_model import OLS

    design, strata = _design(pilot, stratum, len(change))
    if len(change) <= len(design[0]):
        return None
    clusters = len(set(province))
    if clusters >= least_clusters:
        fit = OLS(change, design).fit(cov_type="cluster", cov_kwds={"groups": province}, use_t=True)
        covariance, freedom = "cluster", clusters - 1
    else:
        fit = OLS(change, design).fit(cov_type=ROBUST, use_t=True)
        covariance, freedom = "robust", len(change) - len(design[0])
    low, high = (float(bound) for bound in fit.conf_int(1 - CONFIDENCE)[0])
    effect, error = float(fit.params[0]), float(fit.bse[0])
    if not all(math.isfinite(value) for value in (effect, error, low, high)):
        return None
    return {
        "effect": effect, "low": low, "high": high, "error": error,
        "covariance": covariance, "freedom": freedom, "clusters": clusters, "strata": strata,
    }  # fmt: skip


def _design(pilot: list[int] | None, stratum: list[int] | None, rows: int) -> tuple[list[list[float]], int]:
    """The first column is what is asked for; then one for each stratum."""
    if pilot is None or stratum is None:
        return [[1.0] for _ in range(rows)], 1
    names = sorted(set(stratum))
    return [
        [float(treated), *(float(own == name) for name in names)]
        for treated, own in zip(pilot, stratum, strict=True)
    ], len(names)


if __name__ == "__main__":
    main()
