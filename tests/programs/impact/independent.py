"""The same figures by another way: normal equations by numpy's least squares, sandwich and quantile by hand."""

from __future__ import annotations

from typing import Any

import numpy as np


def least_squares(change: list[float], pilot: list[int], stratum: list[Any]) -> tuple[Any, Any, Any]:
    """(design, coefficients, residuals); the first column is the pilots'."""
    names = sorted(set(stratum))
    design = np.column_stack(
        [np.array(pilot, float), *[np.array([one == name for one in stratum], float) for name in names]]
    )
    found = np.linalg.lstsq(design, np.array(change), rcond=None)[0]
    return design, found, np.array(change) - design @ found


def hc3(design: Any, residuals: Any) -> float:
    """MacKinnon & White: residuals blown up by their leverage."""
    bread = np.linalg.inv(design.T @ design)
    leverage = np.einsum("ij,jk,ik->i", design, bread, design)
    scaled = residuals / (1 - leverage)
    return float(np.sqrt((bread @ (design.T * scaled**2) @ design @ bread)[0, 0]))


def clustered(design: Any, residuals: Any, cluster: list[Any]) -> float:
    """Liang & Zeger with the usual correction G/(G-1) · (n-1)/(n-k)."""
    bread, rows, columns = np.linalg.inv(design.T @ design), *design.shape
    meat = np.zeros((columns, columns))
    names = sorted(set(cluster))
    for name in names:
        own = [position for position, one in enumerate(cluster) if one == name]
        score = design[own].T @ residuals[own]
        meat += np.outer(score, score)
    groups = len(names)
    correction = groups / (groups - 1) * (rows - 1) / (rows - columns)
    return float(np.sqrt((correction * bread @ meat @ bread)[0, 0]))


def student_975(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, by summing its density up from zero to 0.475."""
    grid = np.linspace(0, 40, 2_000_001)
    log_density = -(freedom + 1) / 2 * np.log1p(grid**2 / freedom)
    density = np.exp(log_density)
    # twice the half line is the whole: no gamma function is needed where the tail beyond 40 is nothing
    area = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    return float(grid[np.searchsorted(area, 0.95 * area[-1])])
