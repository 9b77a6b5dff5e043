"""The file for the bank on paper. A pure function of its words: no request, no database, no clock."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import typst

from .dossier import Dossier

TEMPLATE = Path(__file__).with_name("dossier.typ")


def dossier_pdf(dossier: Dossier) -> bytes:
    """Words reach the template as data and are never read as its language."""
    return bytes(
        typst.compile(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts(), sys_inputs={"data": dossier.text})
    )


@cache
def _fonts() -> Any:
    """Those that come with the compiler, so that it looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)
