"""Choosing a regency: all 514 grouped by province without JavaScript, those of the chosen province with it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceIterator
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from .models import Regency


class ByProvince(ModelChoiceIterator):
    """Options grouped by province, in two queries."""

    def __iter__(self) -> Any:
        yield ("", self.field.empty_label)
        groups: dict[str, list[tuple[Any, str]]] = {}
        for regency in self.queryset.select_related("province").order_by("province__name", "kind", "name"):
            groups.setdefault(regency.province.name, []).append(self.choice(regency))
        yield from groups.items()


class RegencyField(forms.ModelChoiceField):
    iterator = ByProvince
    kept = ""  # the code of an old record, ended or not
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _(
            "Pilihan ini bukan bagian dari provinsi di atas. Pilih lagi kabupaten atau kotanya."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Pilih kabupaten atau kota"))
        super().__init__(Regency.objects.existing(), **kwargs)

    def keep(self, code: str) -> None:
        """An old record may stay where it is, although that regency has ended."""
        self.kept = code
        self.queryset = Regency.objects.existing_or(code)

    def label_from_instance(self, regency: Regency) -> str:
        return regency.full_name

    def follow(self, province: forms.Field, chosen: BoundField | None = None) -> None:
        """Let this field's options follow the province field: at once by htmx, after a post without it."""
        province.widget.attrs |= {
            "hx-get": reverse_lazy("regency_options"),
            "hx-target": "#id_regency",
            "hx-swap": "innerHTML",
            "hx-trigger": "change",
        }
        value = str(chosen.value() or "") if chosen else ""
        if (
            len(value) == 2 and value.isascii() and value.isdigit()
        ):  # the province field says whether it exists
            self.queryset = Regency.objects.existing_or(self.kept).filter(province=value)
