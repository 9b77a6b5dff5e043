"""Fragments for the crispy layouts of all slices."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, LayoutObject, Submit
from django import forms
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _


def helper(*parts: Any) -> FormHelper:
    """A helper for parts/form.html, which brings the <form> element, the token and the error summary."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.layout = Layout(*parts)
    return made


def say_when_needed(field: forms.Field, words: Any) -> None:
    """Beside its label, instead of that it may stay empty: "(wajib bila ditolak)". `clean` or the rule refuses.

    No words (""): nothing stands there, since the hint or the empty choice says what an empty one means.
    """
    field.when_needed = words  # type: ignore[attr-defined]


class Section(Fieldset):
    """Fields that belong together below a heading: Section(_("Alamat"), "street", "regency", hint=_("…"))."""

    def __init__(self, legend: str, *fields: Any, hint: str = "", **kwargs: Any) -> None:
        if hint:
            fields = (
                HTML(format_html('<p class="section-hint">{}</p>', hint)),
                *fields,
            )
        super().__init__(conditional_escape(legend), *fields, **kwargs)


class Actions(Div):
    """The buttons: Actions(_("Kirim untuk diperiksa"), second=_("Simpan sebagai draf"), cancel_url="/usaha/").

    The second button submits the same form with its own name (`draft` unless told otherwise).
    """

    def __init__(
        self,
        primary: str,
        *,
        second: str = "",
        second_name: str = "draft",
        cancel_url: str = "",
    ) -> None:
        buttons: list[LayoutObject] = [Submit("", primary, css_class="btn btn-primary")]
        if second:
            buttons.append(_button(second, second_name))
        if cancel_url:
            buttons.append(
                HTML(
                    format_html(
                        '<a class="btn btn-link" href="{}">{}</a>',
                        cancel_url,
                        _("Batal"),
                    )
                )
            )
        super().__init__(*buttons, css_class="actions")


def _button(words: str, name: str) -> HTML:
    return HTML(
        format_html(
            '<button class="btn btn-outline-primary" type="submit" name="{}" value="1">{}</button>',
            name,
            words,
        )
    )
