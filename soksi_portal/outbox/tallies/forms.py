from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox import occasions
from soksi_portal.outbox.choices import Channel

LENGTHS = (("7", _("7 hari")), ("30", _("30 hari")), ("90", _("90 hari")), ("365", _("1 tahun")))
USUAL = 30


class StatisticsForm(forms.Form):
    """What is not understood is the usual."""

    hari = forms.ChoiceField(label=_("Selama"), choices=LENGTHS, initial=str(USUAL), required=False)
    saluran = forms.ChoiceField(label=_("Saluran"), required=False)
    perihal = forms.ChoiceField(label=_("Perihal"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("hari") not in dict(LENGTHS):
            # else the page would name the first length, and count the usual one
            self.data = {**dict(self.data.items()), "hari": str(USUAL)}
        every = ("", _("Semua"))
        self.fields["saluran"].choices = [every, *Channel.choices]  # type: ignore[attr-defined]
        self.fields["perihal"].choices = [every, *occasions.choices()]  # type: ignore[attr-defined]

    @property
    def days(self) -> int:
        return int(self.cleaned_data.get("hari") or USUAL)
