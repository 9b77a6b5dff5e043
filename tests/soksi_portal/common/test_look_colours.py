"""Every pair of text and ground that the stylesheet uses is legible (WCAG AA), in both themes."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[3] / "static" / "css" / "portal.css").read_text(encoding="utf-8")
DEFINED = re.compile(
    r"(--[a-z-]+):\s*(#[0-9a-f]{6}|var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\));"
)

GROUNDS = ("--paper", "--surface", "--sunken")
TEXT_PAIRS = [
    *[
        (text, ground)
        for text in ("--ink", "--quiet", "--green", "--green-deep", "--brick", "--blue")
        for ground in GROUNDS
    ],
    ("--on-green", "--green"),
    ("--on-green", "--green-deep"),
    ("--on-brick", "--brick"),
    ("--on-brick", "--brick-deep"),
    ("--on-head", "--head"),
    ("--ink", "--green-soft"),
    ("--green", "--green-soft"),
    ("--ink", "--marigold-soft"),
    ("--marigold-ink", "--marigold-soft"),
    ("--marigold-ink", "--surface"),
    ("--ink", "--brick-soft"),
    ("--brick", "--brick-soft"),
    ("--ink", "--blue-soft"),
    ("--blue", "--blue-soft"),
    ("--map-on-ink", "--map-on"),
    ("--map-wait-ink", "--map-wait"),
    ("--map-wait-ink", "--map-wait-deep"),
    ("--map-on-ink", "--map-late"),
    ("--map-on-ink", "--map-late-deep"),
]
SHAPE_PAIRS = [  # edges of inputs and the like, and dots: 3:1
    *[("--edge", ground) for ground in GROUNDS],
    ("--map-second", "--map-on"),
]


def colours(theme: str) -> dict[str, str]:
    """Name → hexadecimal colour of one theme."""
    found = {}
    for name, both, light, dark in DEFINED.findall(CSS):
        found[name] = both if both.startswith("#") else {"light": light, "dark": dark}[theme]
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(pairs: list[tuple[str, str]], theme: str, least: float) -> list[str]:
    known = colours(theme)
    found = [(text, ground, contrast(known[text], known[ground])) for text, ground in pairs]
    return [f"{text} on {ground}: {ratio:.2f}" for text, ground, ratio in found if ratio < least]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_pairs_have_contrast_aa(theme):
    assert too_weak(TEXT_PAIRS, theme, 4.5) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shape_pairs_have_contrast_of_three(theme):
    assert too_weak(SHAPE_PAIRS, theme, 3.0) == []


def test_contrast_of_black_on_white_is_21():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


def test_every_colour_outside_the_variables_is_known():
    """A new literal colour must come with a pair above."""
    body = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
    literals = {
        line
        for line in body.splitlines()
        if re.search(r"#[0-9a-f]{3,6}\b", line) and not DEFINED.search(line)
    }
    named = {
        "brand-mark",
        "tile-behind",
        "account-menu",
        "toast-line",
        "site-head",
        "form-check-input",
        "@media",
        "body, .page",
        ".panel, .next",
    }
    assert [
        line for line in literals if "data:image" not in line and not any(part in line for part in named)
    ] == []


def test_stylesheet_stays_small():
    assert len(CSS.splitlines()) < 500
