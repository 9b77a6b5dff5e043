"""What people fill in: why a business is proposed, why it is refused, how a pilot ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from crispy_forms.layout import HTML
from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.models import Phase
from soksi_portal.common.display import day
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.layout import Section, helper
from umkm.businesses.models import Document

from .choices import ENDINGS
from .services.nominating import attachable
from .sheetform import ScoreSheet
from .walls import REASON_LENGTH

MOTIVATION_LENGTHS = 40, 2000


def show_refusal(form: forms.Form, refusal: RuleViolation) -> None:
    """The rule's sentence next to the field it is about, where the form has that field."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


LENGTH_ERRORS = {
    "min_length": gettext_lazy("Tulis paling sedikit %(limit_value)d huruf. Anda menulis %(show_value)d."),
    "max_length": gettext_lazy("Tulis paling banyak %(limit_value)d huruf. Anda menulis %(show_value)d."),
}


class DocumentsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        words = {"kind": obj.get_kind_display(), "day": day(obj.uploaded_at)}
        return _("%(kind)s, %(day)s") % words


class NominationForm(ScoreSheet):
    """Why this business, its score by each criterion, and which of its documents go along."""

    phase = forms.ModelChoiceField(
        label=gettext_lazy("Tahap"), queryset=Phase.objects.none(), widget=forms.HiddenInput
    )
    motivation = forms.CharField(
        label=gettext_lazy("Mengapa usaha ini?"),
        min_length=MOTIVATION_LENGTHS[0],
        max_length=MOTIVATION_LENGTHS[1],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Jamkrindo dan pemiliknya membaca ini. Misalnya: Penjualannya naik tiga tahun berturut-turut, catatan"
            " kasnya rapi, dan pemiliknya bersedia membimbing tetangga."
        ),
        error_messages={
            "required": gettext_lazy("Tulis mengapa usaha ini cocok menjadi contoh."),
            **LENGTH_ERRORS,
        },
    )
    documents = DocumentsField(
        label=gettext_lazy("Dokumen yang disertakan"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Foto usaha dan dokumen NIB. KTP dan NPWP tidak dilihat penilai."),
        error_messages={
            "invalid_choice": gettext_lazy("Dokumen ini sudah tidak ada. Pilih lagi."),
            "invalid_pk_value": gettext_lazy("Dokumen ini sudah tidak ada. Pilih lagi."),
        },
    )

    def __init__(self, *args: Any, phases: QuerySet[Phase], phase: Phase | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["phase"]).queryset = phases
        self.fields["phase"].initial = phase
        documents = attachable(self.business)
        chosen = cast(forms.ModelMultipleChoiceField, self.fields["documents"])
        chosen.queryset = Document.objects.filter(pk__in=[one.pk for one in documents])
        if not documents:
            del self.fields["documents"]
        self.helper = helper(*self.parts())

    def parts(self) -> Iterator[Any]:
        yield "phase"
        yield "motivation"
        yield from super().parts()
        if "documents" in self.fields:
            yield Section(_("Dokumen"), "documents")
        else:
            nothing = _("Usaha ini belum menyimpan foto atau dokumen NIB; pemiliknya dapat menambahkannya.")
            yield HTML(format_html('<p class="quiet">{}</p>', nothing))

    def told(self) -> dict[str, Any]:
        """As the services ask for it."""
        return {
            "motivation": self.cleaned_data["motivation"],
            "scores": self.scores(),
            "documents": self.cleaned_data.get("documents", ()),
        }


def reason_field(label: Any, help_text: Any, required: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=REASON_LENGTH,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={
            "required": required,
            **LENGTH_ERRORS,
        },
    )


class DeclineForm(forms.Form):
    reason = reason_field(
        gettext_lazy("Alasan"),
        gettext_lazy(
            "Pemilik dan pengusul membacanya. Sebutkan apa yang dapat diperbaiki, misalnya: Lengkapi catatan"
            " penjualan enam bulan, lalu ajukan lagi."
        ),
        gettext_lazy("Tulis alasannya. Pemilik usaha akan membacanya."),
    )


class WaitlistForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Catatan"),
        required=False,
        max_length=1000,
        error_messages=LENGTH_ERRORS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Pemilik dan pengusul membacanya."),
    )


class WithdrawForm(WaitlistForm):
    pass


class RankForm(forms.Form):
    rank = forms.IntegerField(
        label=gettext_lazy("Urutan baru"),
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "width-4"}),
        error_messages={
            "required": gettext_lazy("Tulis urutannya."),
            "invalid": gettext_lazy("Tulis urutan dengan angka, misalnya 2."),
            "min_value": gettext_lazy("Urutan paling depan adalah 1."),
            "max_value": gettext_lazy("Daftar tunggu tidak sepanjang itu."),
        },
    )
    reason = reason_field(
        gettext_lazy("Mengapa?"),
        gettext_lazy(
            "Tersimpan dalam jejak audit. Misalnya: Pembukuannya baru dilengkapi dan sudah diperiksa."
        ),
        gettext_lazy("Tulis mengapa urutannya berubah."),
    )


class EndForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Hasil akhir"),
        choices=[(outcome.value, outcome.label) for outcome in ENDINGS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih hasil akhirnya.")},
    )
    reason = reason_field(
        gettext_lazy("Catatan akhir"),
        gettext_lazy("Pemilik dan pengusul membacanya. Misalnya: Pemiliknya pindah, dan usahanya dijual."),
        gettext_lazy("Tulis mengapa percontohan ini berakhir."),
    )
