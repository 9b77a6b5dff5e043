"""Forms that move and cancel several sessions of a series."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.forms import ArrangementForm, CancelForm
from soksi_portal.common.layout import Section

HERE, WHOLE = "mulai", "semua"
SCOPE = [
    (HERE, gettext_lazy("Sesi ini dan semua sesudahnya")),
    (WHOLE, gettext_lazy("Seluruh rangkaian yang belum dimulai")),
]


def _scope() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Yang mana"), choices=SCOPE, initial=HERE, widget=forms.RadioSelect
    )


class SeriesMoveForm(ArrangementForm):
    """The arrangement of the one session from which it was opened; the others follow by as much."""

    scope = _scope()

    def sections(self) -> list[Any]:
        enter, *rest = super().sections()
        which = Section(
            _("Sesi mana saja"),
            "scope",
            hint=_("Isian di bawah adalah untuk sesi ini. Yang lain bergeser sama jauhnya."),
        )
        return [enter, which, *rest] if isinstance(enter, HTML) else [which, enter, *rest]

    @property
    def whole(self) -> bool:
        return self.cleaned_data.get("scope") == WHOLE


class SeriesCancelForm(CancelForm):
    scope = _scope()
    field_order = ("scope", "reason")

    @property
    def whole(self) -> bool:
        return self.cleaned_data.get("scope") == WHOLE
