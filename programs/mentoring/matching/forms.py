"""What is filled in about mentors and whom they mentor."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.mentoring.models import MentorProfile
from programs.mentoring.models.mentors import MOST_MENTORED
from programs.mentoring.visits.forms import words_field
from umkm.businesses.choices import Wish
from umkm.businesses.finding.sections import Section
from umkm.regions.models import Province

from .suggesting import Suggestion

LONGEST_REASON = 500


class ProfileForm(forms.Form):
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Yang dikuasai"),
        choices=Wish.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu.")},
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Bidang usaha yang dikenal"),
        choices=Section.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    provinces = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Provinsi"),
        queryset=Province.objects.existing().order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Kosongkan bila bersedia di semua provinsi."),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Paling banyak berapa usaha"),
        min_value=0,
        max_value=MOST_MENTORED,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "width-4"}),
        help_text=gettext_lazy("Contoh: 8. Tulis 0 bila sedang tidak menerima usaha baru."),
        error_messages={
            "required": gettext_lazy("Tulis berapa usaha."),
            "invalid": gettext_lazy("Tulis dengan angka."),
            "max_value": gettext_lazy("Paling banyak %(limit_value)d usaha."),
            "min_value": gettext_lazy("Paling sedikit 0."),
        },
    )

    def __init__(self, *args: Any, profile: MentorProfile | None, **kwargs: Any) -> None:
        if profile is not None:
            kwargs["initial"] = {
                "needs": profile.needs, "sections": profile.sections, "provinces": profile.provinces,
                "capacity": profile.capacity,
            }  # fmt: skip
        super().__init__(*args, **kwargs)

    def clean_provinces(self) -> list[str]:
        return [province.pk for province in self.cleaned_data["provinces"]]


class AssignForm(forms.Form):
    """One of those suggested; the reasons stand beside each on the page."""

    mentor = forms.ModelChoiceField(
        queryset=MentorProfile.objects.none(),
        error_messages={
            "required": gettext_lazy("Pilih satu pendamping."),
            "invalid_choice": gettext_lazy("Pilih pendamping dari daftar ini."),
        },
    )
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, suggestions: list[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions
        known = MentorProfile.objects.filter(pk__in=[one.mentor.pk for one in suggestions])
        cast(forms.ModelChoiceField, self.fields["mentor"]).queryset = known.select_related("user")

    def why(self) -> str:
        """What was typed, else why this one is suggested."""
        chosen = self.cleaned_data["mentor"].pk
        suggested = next(one.sentence for one in self.suggestions if one.mentor.pk == chosen)
        return (self.cleaned_data["reason"].strip() or suggested)[:LONGEST_REASON]


class MentorField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:  # a MentorProfile `with_load`
        words = {"name": obj.user.full_name, "load": obj.load, "capacity": obj.capacity}
        return _("%(name)s (mendampingi %(load)s dari %(capacity)s)") % words


class HandoverForm(forms.Form):
    to = MentorField(
        label=gettext_lazy("Kepada siapa"),
        queryset=MentorProfile.objects.none(),
        empty_label=gettext_lazy("Pilih pendamping"),
        error_messages={
            "required": gettext_lazy("Pilih pendampingnya."),
            "invalid_choice": gettext_lazy("Pilih pendamping dari daftar."),
        },
    )
    reason = words_field(
        gettext_lazy("Alasan"),
        longest=LONGEST_REASON,
        help_text=gettext_lazy("Penerima membacanya. Contoh: Saya pindah tugas ke Medan bulan depan."),
        error_messages={"required": gettext_lazy("Tulis alasannya. Penerima membacanya sebelum menjawab.")},
    )

    def __init__(self, *args: Any, mentors: QuerySet[MentorProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["to"]).queryset = mentors


ACCEPT, DECLINE, WITHDRAW = "terima", "tolak", "tarik"


class HandoverAnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(one, one) for one in (ACCEPT, DECLINE, WITHDRAW)])
    reason = words_field(gettext_lazy("Alasan"), longest=LONGEST_REASON, required=False)
