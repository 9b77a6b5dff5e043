"""What the pages of a registration share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from soksi_portal.common.layout import helper

from .models import Business


class NibField(forms.CharField):
    """Thirteen digits; blanks, dots and dashes between them do not matter."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> str | None:
        text = re.sub(r"[\s.\-]", "", super().to_python(value) or "")
        if not text:
            return None
        if not re.fullmatch(r"[0-9]+", text):
            raise ValidationError(_("NIB hanya berisi angka."))
        if len(text) != 13:
            raise ValidationError(
                _("NIB terdiri dari 13 angka. Anda mengetik %(count)s.") % {"count": len(text)}
            )
        return text


class StepForm(forms.Form):
    """One page of the registration. `partial` saves what is there and asks for nothing more."""

    slug: ClassVar[str]
    title: ClassVar[Any]
    lead: ClassVar[Any] = ""
    facts: ClassVar[tuple[str, ...]]  # the fields of Business that this page asks for
    never_empty: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        business: Business,
        partial: bool = False,
        remarks: Mapping[str, str] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.business = business
        # what points elsewhere is shown by its key, which costs no look-up
        stored = {name: business.serializable_value(name) for name in self.facts}
        super().__init__(data, initial={**stored, **(initial or {})})
        self.arrange()
        for name, field in self.fields.items():
            if partial and name not in self.never_empty:
                field.required = False
            if remarks and name in remarks:
                field.help_text = with_remark(field.help_text, remarks[name])
        self.partial = partial
        self.helper = helper(*self.layout())

    def arrange(self) -> None:
        """What depends on the business: choices, fields that are not asked."""

    def layout(self) -> list[Any]:
        return list(self.fields)

    def told(self) -> dict[str, Any]:
        """The facts as typed, ready for `services.save_draft`."""
        return {name: self.cleaned_data.get(name) for name in self.facts}


def with_remark(hint: Any, remark: str) -> str:
    """The coordinator's words beside the field they are about."""
    label = _("Catatan koordinator:")
    return format_html(
        '{}<span class="note note-attention"><span><b>{}</b> {}</span></span>', hint, label, remark
    )
