"""A person's name and numbers are checked the same wherever they are asked."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from umkm.businesses.changes.forms import VALUE_FIELDS
from umkm.businesses.checks import FIELD_CHECKS
from umkm.businesses.choices import KeyField
from umkm.businesses.forms.card import CardForm
from umkm.businesses.forms.owner import OwnerForm
from umkm.cadres.forms import CadreSignupForm
from umkm.cadres.rights.forms import CorrectForm

NAMES = {
    "sign-up": CadreSignupForm.base_fields["full_name"],
    "own data": CorrectForm.base_fields["full_name"],
    "change": VALUE_FIELDS[KeyField.OWNER_NAME](),
}
MEMBERSHIPS = {
    "sign-up": CadreSignupForm.base_fields["membership_number"],
    "card": CardForm.base_fields["membership_number"],
    "registration": OwnerForm.base_fields["membership_number"],
}
NIKS = {
    "sign-up": CadreSignupForm.base_fields["nik"],
    "own data": CorrectForm.base_fields["nik"],
    "card": CardForm.base_fields["nik"],
    "registration": OwnerForm.base_fields["nik"],
    "change": VALUE_FIELDS[KeyField.NIK](),
}


def said(clean: Any, text: str) -> Any:
    try:
        return clean(text)
    except ValidationError as wrong:
        return wrong.messages


@pytest.mark.parametrize(
    "text",
    [
        "Siti  Aminah",
        "Si",
        "www.situs.test",
        "siti@uji.test",
        "12345",
        "a\x00b",
        "S" * 121,
        "Siti\u200bAminah",
    ],
)
def test_name_is_read_alike(text: str):
    expected = said(FIELD_CHECKS["full_name"], text)
    assert expected
    assert {place: said(field.clean, text) for place, field in NAMES.items()} == dict.fromkeys(
        NAMES, expected
    )


@pytest.mark.parametrize("text", ["sk 3200 0123", "SK\x00", "K" * 31, "", "-"])
def test_membership_number_is_read_alike(text: str):
    expected = said(FIELD_CHECKS["membership_number"], text)
    found = {place: said(field.clean, text) for place, field in MEMBERSHIPS.items()}
    assert found == dict.fromkeys(MEMBERSHIPS, expected)


@pytest.mark.parametrize("text", ["3273 0155 0190 0001", "3.27302E+15", "abc", "32730155019000"])
def test_nik_is_read_alike(text: str):
    expected = said(FIELD_CHECKS["nik"], text)
    assert expected
    assert {place: said(field.clean, text) for place, field in NIKS.items()} == dict.fromkeys(NIKS, expected)


def test_nothing_typed_is_asked_for_where_it_must_be_there():
    for field in NAMES.values():
        for text in ("", "  ", "-"):
            with pytest.raises(forms.ValidationError):
                field.clean(text)
