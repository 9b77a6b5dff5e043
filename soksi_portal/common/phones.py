"""Indonesian mobile numbers in any spelling, kept as E.164."""

from __future__ import annotations

from typing import Any, ClassVar

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.display import phone

MOST_CHARACTERS = 40
MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile_e164(text: str) -> str | None:
    """`0812-3456-7890`, `62 812 3456 7890`, `+62…` → `+6281234567890`; None where it is no Indonesian mobile number."""
    digits = "".join(character for character in text if character in "0123456789+")
    if digits.startswith("62"):  # written without the plus sign
        digits = f"+{digits}"
    elif digits.startswith("8"):  # without the leading zero
        digits = f"0{digits}"
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 62 or not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.number_type(number) not in MOBILE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class MobileField(forms.CharField):
    """A mobile number as people write it; gives E.164."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_mobile": _("Ini bukan nomor HP Indonesia. Tulis misalnya 0812 3456 7890."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Nomor HP"))
        kwargs.setdefault("max_length", MOST_CHARACTERS)
        attributes = {"inputmode": "tel", "autocomplete": "tel", "type": "tel"}
        kwargs.setdefault("widget", forms.TextInput(attributes))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored number as people write it; what was typed stays as it is."""
        return (
            phone(value)
            if isinstance(value, str) and value.startswith("+62") and mobile_e164(value)
            else value
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        number = mobile_e164(text)
        if number is None:
            raise ValidationError(self.error_messages["invalid_mobile"], code="invalid_mobile")
        return number
