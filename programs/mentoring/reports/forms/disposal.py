"""The folded part of the page about equipment: what was sold, broke or was lost, among what is on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from programs.mentoring.models.reports import GONE
from programs.mentoring.reports.months import month_code, month_words, read_month
from programs.mentoring.statements.figures import Asset
from soksi_portal.common.display import rupiah


@dataclass(frozen=True)
class Held:
    """Equipment that one report told of, and what is left of its cost before this month."""

    month: date
    name: str
    cost: int

    @property
    def label(self) -> str:
        return _("%(name)s, dicatat %(month)s, %(cost)s") % {
            "name": self.name,
            "month": month_words(self.month),
            "cost": rupiah(self.cost),
        }


def held_before(assets: Sequence[Asset], month: date) -> list[Held]:
    found = []
    for one in assets:
        left = one.cost - sum(cost for left_in, cost in one.gone if left_in != month)
        if one.told_in is not None and one.told_in < month and left > 0:
            found.append(Held(one.told_in, one.name, left))
    return found


def choice_field(held: Sequence[Held], **common: Any) -> forms.TypedChoiceField:
    choices = [("", _("Tidak ada")), *((month_code(one.month), one.label) for one in held)]
    common["error_messages"] = {"invalid_choice": _("Pilih alat dari daftar.")}
    return forms.TypedChoiceField(choices=choices, coerce=read_month, empty_value=None, **common)


def folded(form: forms.Form, names: Sequence[str]) -> Iterator[Any]:
    """Open where something is told, or is wrong."""
    told = form.is_bound or any(form.initial.get(name) for name in names)
    words = _("Ada alat yang dijual, rusak, atau hilang?")
    yield HTML(
        format_html('<details class="own-record"{}><summary>{}</summary>', " open" if told else "", words)
    )
    yield from names
    yield HTML("</details>")


def clean_gone(form: forms.Form, held: Sequence[Held]) -> None:
    """What it had cost is all of it where nothing else is told; what was got for it is nothing."""
    told = form.cleaned_data
    chosen = next((one for one in held if one.month == told.get("gone_from")), None)
    if chosen is None:
        if told.get("gone_cost") or told.get("gone_price"):
            form.add_error("gone_from", _("Pilih alat yang mana, atau kosongkan bagian ini."))
        told.update(dict.fromkeys(GONE))
        return
    cost = told.get("gone_cost") or chosen.cost
    if cost > chosen.cost:
        form.add_error(
            "gone_cost", _("Yang tercatat hanya %(cost)s. Periksa harganya.") % {"cost": rupiah(chosen.cost)}
        )
    told.update(gone_from=chosen.month, gone_cost=cost, gone_price=told.get("gone_price") or 0)
