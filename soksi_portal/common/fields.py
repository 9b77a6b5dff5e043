"""Form fields that several slices need."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from soksi_portal.common import display

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}  # of an input for a number that is a name
MOST_RUPIAH = 999_999_999_999_999  # 15 digits: far above any UMKM, far below bigint's end
_GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+")
# as people say it; "m" alone is a thousand thousand to one and a milliard to the next, so it is asked again
_SAID = re.compile(r"([0-9. ]{1,30})(?:,([0-9]{1,3}))?\s*(rb|ribu|jt|juta|miliar|milyar)(?:\s*rupiah)?")
_ZEROS = {"rb": 3, "ribu": 3, "jt": 6, "juta": 6, "miliar": 9, "milyar": 9}


class RupiahInput(forms.TextInput):
    """A text input with the keyboard for digits; JavaScript groups the digits while one types."""

    prepended = "Rp"  # bootstrap5/field.html puts it before the input

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "inputmode": "numeric",
                "autocomplete": "off",
                "data-rupiah": "",
                **(attrs or {}),
            }
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):
            return display.figure(value)
        return super().format_value(value)


class RupiahField(forms.Field):
    """Whole rupiah, typed as `1250000`, `1.250.000`, `Rp 1.250.000` or `1,25 juta`."""

    widget = RupiahInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        "too_large": _("Jumlah ini terlalu besar. Periksa banyaknya angka nol."),
    }

    def __init__(self, *, min_value: int = 0, max_value: int = MOST_RUPIAH, **kwargs: Any) -> None:
        for name in (
            "widget",
            "localize",
        ):  # what a model field suggests does not fit here
            if kwargs.get(name) is not None and not isinstance(kwargs[name], RupiahInput):
                kwargs.pop(name)
        super().__init__(**kwargs)
        self.validators += [
            MinValueValidator(min_value, _("Jumlah ini tidak boleh kurang dari Rp %(limit_value)s.")),
            MaxValueValidator(max_value, self.error_messages["too_large"]),
        ]

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = re.sub(r"^rp\.?\s*", "", str(value).strip().lower().replace("\u00a0", " "))
        text = _written_out(re.sub(r",(?:-|00)$", "", text))
        if not _GROUPED.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        digits = re.sub(r"\D", "", text)
        if len(digits) > 30:  # int() of a huge string is slow, and refused above 4,300 digits
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return int(digits)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _written_out(text: str) -> str:
    """`12,5 juta` and `12.5 juta` → `12500000`; all else as it is."""
    said = _SAID.fullmatch(text)
    if said is None:
        return text
    whole, part, word = said[1].strip(), said[2] or "", said[3]
    if not part and re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,2}", whole):  # a point as on a calculator
        whole, part = whole.split(".")
    return re.sub(r"\D", "", whole) + part.ljust(_ZEROS[word], "0") if _GROUPED.fullmatch(whole) else text


class CheckedField(forms.Field):
    """A text field whose value a check reads, and nothing else; the import reads its cells by the same."""

    widget = forms.TextInput

    def __init__(self, check: Callable[[str], Any], *, longest: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check = check
        if longest:
            self.widget.attrs["maxlength"] = longest

    def to_python(self, value: Any) -> Any:
        return self.check("" if value is None else str(value))
