"""A commitment: whose, how much, until when."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.layout import Section, helper

from ..choices import Measure
from ..models import Commitment, Memorandum, Organisation
from ..models.commitments import MOST_TARGET
from ..services import Promise
from .shared import date_field


class CommitmentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Apa yang dijanjikan?"),
        max_length=300,
        help_text=gettext_lazy("Misalnya: dua UMKM percontohan di setiap provinsi."),
        error_messages={"required": gettext_lazy("Tulis janjinya.")},
    )
    clause: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Berasal dari butir"),
        queryset=None,
        empty_label=gettext_lazy("Pilih butirnya"),
        error_messages={"required": gettext_lazy("Pilih butirnya.")},
    )
    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Siapa yang berjanji?"),
        queryset=None,
        empty_label=gettext_lazy("Pilih organisasinya"),
        error_messages={"required": gettext_lazy("Pilih siapa yang berjanji.")},
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Diukur dengan"),
        required=False,
        choices=[("", gettext_lazy("Tidak diukur dengan angka")), *Measure.choices],
    )
    target = forms.IntegerField(
        label=gettext_lazy("Target"),
        required=False,
        min_value=1,
        max_value=MOST_TARGET,
        help_text=gettext_lazy(
            "Angka saja. Percontohan: banyaknya per provinsi. Pelatihan: banyaknya sesi. Akses bank: persen."
        ),
        error_messages={
            "invalid": gettext_lazy("Tulis angka saja, misalnya 2."),
            "min_value": gettext_lazy("Paling sedikit 1."),
            "max_value": gettext_lazy("Angka ini terlalu besar. Periksa banyaknya nol."),
        },
    )
    starts_on = date_field(
        gettext_lazy("Dihitung sejak"),
        required=False,
        help_text=gettext_lazy("Kosong: sejak nota ditandatangani."),
    )
    due_on = date_field(gettext_lazy("Tenggat"), required=False)

    def __init__(
        self, *args: Any, memorandum: Memorandum, commitment: Commitment | None = None, **kwargs: Any
    ) -> None:
        if commitment is not None:
            kwargs["initial"] = {name: getattr(commitment, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        clause = cast(forms.ModelChoiceField, self.fields["clause"])
        clause.queryset = memorandum.clauses.order_by("number")
        owner = cast(forms.ModelChoiceField, self.fields["owner"])
        owner.queryset = Organisation.objects.all()
        # the report of 2015 does not say whose it is, and a correction need not invent it
        owner.required = not (commitment and commitment.owner_id is None)

    @property
    def helper(self) -> Any:
        return helper(
            Section(_("Janji"), "text", "clause", "owner"),
            Section(_("Ukuran"), "measure", "target", "starts_on", "due_on"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        target, measure = cleaned.get("target"), cleaned.get("measure")
        if measure == Measure.BANK_ACCESS and target and target > 100:
            self.add_error("target", _("Persen paling banyak 100."))
        return cleaned

    def promise(self) -> Promise:
        return Promise(**self.cleaned_data)
