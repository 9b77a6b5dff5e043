"""The form fields of a person's name and numbers: one check, one hint, one keyboard wherever they are asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.fields import DIGITS, CheckedField

from .checks import LONGEST_MEMBERSHIP, LONGEST_NAME, check_full_name, check_membership_number, check_nik


def full_name_field(**more: Any) -> CheckedField:
    told = {
        "label": _("Nama lengkap"),
        "help_text": _("Seperti di KTP, misalnya Siti Rahmawati"),
        "error_messages": {"required": _("Tulis nama lengkap seperti di KTP.")},
    }
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return CheckedField(check_full_name, longest=LONGEST_NAME, widget=widget, **{**told, **more})


def nik_field(**more: Any) -> CheckedField:
    """Gives a `Nik`, or None where it may stay empty."""
    told = {"label": _("NIK"), "help_text": _("16 angka di KTP. Contoh: 3201 0155 0190 0001.")}
    widget = forms.TextInput(attrs={**DIGITS, "data-private": ""})
    return CheckedField(check_nik, longest=40, widget=widget, **{**told, **more})


def membership_field(**more: Any) -> CheckedField:
    told = {
        "label": _("Nomor anggota SOKSI"),
        "help_text": _("Di kartu anggota, misalnya SK32000123. Kosongkan bila belum tahu."),
        "required": False,
    }
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return CheckedField(
        check_membership_number, longest=LONGEST_MEMBERSHIP, widget=widget, **{**told, **more}
    )
