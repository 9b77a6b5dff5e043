"""A new version of a rubric, with the last one as a start."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import Criterion
from programs.bankaccess.models import Rubric
from programs.bankaccess.models.readiness import FULL


class RubricForm(forms.ModelForm):  # type: ignore[type-arg]
    # the version that the writer saw; what cannot be read is none of them
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Rubric
        fields: ClassVar[list[str]] = [*(one.value for one in Criterion), "trainings_needed", "reason"]
        help_texts: ClassVar[dict[str, Any]] = {
            "legality": _("NIB, NPWP, dan izin lain."),
            "bookkeeping": _("Laporan bulanan yang masuk dan tepat waktu, 6 dan 12 bulan terakhir."),
            "finance": _("Arus kas, laba, dan kemampuan membayar angsuran."),
            "management": _("Modul pelatihan yang lulus."),
            "collateral": _("Harta yang bukan utang, dan penjaminan."),
            "credit": _("Jawaban tentang kredit dan SLIK dengan dokumennya."),
            "reason": _("Mengapa diubah. Tercatat pada versi ini."),
        }
        error_messages: ClassVar[dict[str, Any]] = {"reason": {"required": _("Tulis alasannya.")}}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        weights = [cleaned.get(one.value) for one in Criterion]
        known = [one for one in weights if one is not None]
        if len(known) == len(weights) and sum(known) != FULL:
            self.add_error(None, _("Jumlah bobot harus 100. Sekarang %(total)s.") % {"total": sum(known)})
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Whether the weights make a hundred is said above, in words of its own."""
        known: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs lack it
        return known | {one.value for one in Criterion}
