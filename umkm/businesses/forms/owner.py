"""The person behind the business. What the NIK says is read back before it is kept."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.common.encryption import blind_index
from soksi_portal.common.parts import Fact
from umkm.cadres.choices import CadreState
from umkm.cadres.fields import membership_field, nik_field
from umkm.cadres.identity import Nik, nik_hash
from umkm.cadres.telling import tell_identity

from ..fields import label_of, shown
from ..models import Business
from .step import StepForm


class OwnerForm(StepForm):
    slug, title = "pemilik", gettext_lazy("Anda, pemilik usaha")
    purpose = gettext_lazy("Supaya usaha ini tercatat atas nama Anda, sekali saja.")
    lead = gettext_lazy("NIK disimpan terkunci dan hanya tampak empat angka terakhirnya.")
    facts = ("nik", "membership_number")

    nik = nik_field(error_messages={"required": gettext_lazy("Tulis NIK Anda, 16 angka di KTP.")})
    is_me = forms.BooleanField(required=False, label=gettext_lazy("Ya, ini saya"))
    membership_number = membership_field()

    def stored(self) -> dict[str, Any]:
        return {"membership_number": self.business.owner.membership_number}

    def hold(self) -> None:
        """A verified business holds a verified owner: `arrange` says so."""

    def arrange(self) -> None:
        cadre = self.business.owner
        self.fixed = [Fact(_("Nama"), cadre.full_name)]
        if cadre.state == CadreState.VERIFIED:
            # verified before the NIK was asked for: it comes now
            known = [name for name in self.facts if name != "nik" or cadre.nik_hash is not None]
            self.fixed += [Fact(label_of(self.business, name), shown(self.business, name)) for name in known]
            for name in list(self.fields) if "nik" in known else known:
                del self.fields[name]
            return
        if cadre.nik_hash is not None:
            self.fields["nik"].required = False
            self.fields["nik"].help_text = _("Tersimpan: %(nik)s. Kosongkan bila tidak berubah.") % {
                "nik": shown(self.business, "nik")
            }

    def layout(self) -> list[Any]:
        if not self.fields:
            return []
        asked = ["nik", HTML("{{ form.read_back }}"), "membership_number"]
        return asked if "membership_number" in self.fields else asked[:2]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        nik = cleaned.get("nik")
        if nik is None or self._is_stored(nik):
            return cleaned
        if not (cleaned.get("is_me") and self._was_read(nik)):
            self.add_error("is_me", _("Centang bila benar. Bila bukan Anda, betulkan NIK-nya."))
        return cleaned

    def _is_stored(self, nik: Nik) -> bool:
        stored = self.business.owner.nik_hash
        return stored is not None and bytes(stored) == nik_hash(nik.digits)

    @property
    def read_back(self) -> str:
        """What the typed NIK says, and the tick that it is right. Empty until there is one to read."""
        nik = self.cleaned_data.get("nik") if self.is_bound and self.fields else None
        if nik is None or self._is_stored(nik):
            return ""
        says = _("Menurut NIK ini, Anda %(sex)s yang lahir pada %(born)s.") % {
            "sex": nik.sex.label.lower(),
            "born": day(nik.born),
        }
        return format_html(
            '<div class="note note-attention" role="alert" tabindex="-1"{}><div><p><b>{}</b> {} {}</p><input type="hidden" name="read_for" value="{}">'
            '<div class="form-check"><input class="form-check-input" type="checkbox" name="is_me" id="id_is_me"{}>'
            '<label class="form-check-label" for="id_is_me">{}</label></div></div></div>',
            mark_safe(" data-error-summary") if self.asks else "",
            says,
            nik.warning,
            _("Centang bila benar, lalu simpan lagi."),
            _mark(nik),
            " checked" if self.cleaned_data.get("is_me") and self._was_read(nik) else "",
            self.fields["is_me"].label,
        )

    @property
    def asks(self) -> bool:
        """Nothing is wrong: the NIK is read back for the first time. That is a question, not a mistake."""
        nik = self.cleaned_data.get("nik") if self.is_bound else None
        return nik is not None and list(self.errors) == ["is_me"] and not self._was_read(nik)

    def _was_read(self, nik: Nik) -> bool:
        return bool(self.data.get("read_for") == _mark(nik))

    def save(self, *, by: User) -> Business:
        if not self.fields:
            return self.business
        nik = self.cleaned_data.get("nik")
        self.business.owner = tell_identity(
            cadre=self.business.owner,
            nik=nik.digits if nik else "",
            membership_number=self.cleaned_data.get("membership_number") or "",
            by=by,
        )
        return self.business


def _mark(nik: Nik) -> str:
    """Tells which NIK was read back, without being it."""
    return blind_index(nik.digits, purpose="nik-read-back").hex()[:16]
