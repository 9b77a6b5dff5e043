"""The checks of what a person tells of herself: the same at the sign-up, on the own pages, in the registration of a
business, in a change request and in the import.

Each takes what was typed and gives the clean value, or raises ValidationError with a sentence that says what to do.
Nothing typed gives the empty value. No database and no form.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.phones import mobile_e164
from soksi_portal.common.typed import clean_text, digits_of, is_empty

from .identity import Nik, parse_nik

LONGEST_NAME, LONGEST_MEMBERSHIP = 120, 30
_USUAL_MOBILE = re.compile(
    r"(?:0|62|\+62)(8[1-35-9][0-9]{7,10})"
).fullmatch  # as phonenumbers knows them, at once
_LOOKS_LIKE_LINK = re.compile(r"[/@]|www\.", re.IGNORECASE).search


def check_full_name(text: str) -> str:
    name = clean_text(text, longest=LONGEST_NAME, name=gettext_lazy("Nama lengkap"), needs_letter=True)
    if name and len(name) < 3:
        raise ValidationError(_("Tulis nama lengkap seperti di KTP."), code="too_short")
    if _LOOKS_LIKE_LINK(name):  # it stands in messages, and they are not for advertising
        raise ValidationError(_("Tulis nama orang saja, tanpa alamat situs atau e-mail."), code="link")
    return " ".join(name.split("\n"))


def check_nik(text: str) -> Nik | None:
    """With `warning` where something is unusual yet allowed."""
    if is_empty(text):
        return None
    return parse_nik(digits_of(text, name="NIK"))


def check_phone(text: str) -> str:
    """E.164."""
    usual = _USUAL_MOBILE(text)
    if usual:
        return f"+62{usual[1]}"
    if is_empty(text):
        return ""
    number = mobile_e164(text[:60])
    if number is None or len(text) > 60:
        raise ValidationError(
            _("Ini bukan nomor HP Indonesia. Tulis misalnya 0812 3456 7890."), code="invalid_mobile"
        )
    return number


def check_membership_number(text: str) -> str:
    cleaned = clean_text(text, longest=LONGEST_MEMBERSHIP, name=gettext_lazy("Nomor anggota SOKSI"))
    return "".join(cleaned.split()).upper()
