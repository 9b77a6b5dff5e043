"""Forms of the curriculum."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.choices import MaterialAudience
from programs.training.models import Module
from programs.training.models.curriculum import MOST_GOALS
from soksi_portal.common.layout import say_when_needed

LONGEST_GOAL = 200
MOST_STEPS = 30


class ModulesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value: Any) -> Any:
        if isinstance(value, list | tuple) and any("\x00" in str(one) for one in value):
            raise ValidationError(_("Pilih modul dari daftar."), code="invalid_choice")
        return super()._check_values(value)  # type: ignore[misc]  # not in the stubs


class ModuleForm(forms.ModelForm):
    code = forms.CharField(
        label=gettext_lazy("Kode"),
        max_length=20,
        validators=[
            RegexValidator(
                r"^[A-Z0-9-]{2,20}\Z", gettext_lazy("Tulis 2 sampai 20 huruf besar atau angka, misalnya PBK.")
            )
        ],
        help_text=gettext_lazy("Pendek, dalam alamat halaman. Misalnya: PBK."),
    )
    goals = forms.CharField(
        label=gettext_lazy("Sesudah pelatihan, peserta dapat"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Satu tujuan per baris, dimulai dengan kata kerja. Misalnya: mencatat uang masuk setiap hari."
        ),
    )
    requires = ModulesField(
        label=gettext_lazy("Didahului oleh"),
        queryset=Module.objects.none(),
        required=False,
        help_text=gettext_lazy("Modul yang sebaiknya sudah diikuti sebelum modul ini."),
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("Masih diajarkan"),
        required=False,
        help_text=gettext_lazy("Modul yang tidak diajarkan lagi tetap ada di riwayat."),
    )

    class Meta:
        model = Module
        fields = (
            "title",
            "code",
            "goal",
            "goals",
            "hours",
            "requires",
            "gives_certificate",
            "least_sessions",
            "pass_mark",
            "is_active",
        )
        widgets = {"goal": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "goal": gettext_lazy("Dalam satu atau dua kalimat. Peserta membacanya dalam undangan."),
            "hours": gettext_lazy("Berapa jam pelatihannya seluruhnya."),
            "gives_certificate": gettext_lazy(
                "Peserta yang hadir di sesi yang terlaksana mendapat sertifikat."
            ),
            "least_sessions": gettext_lazy(
                "Untuk sertifikat: berapa sesi modul ini yang harus dihadiri. Biasanya 1."
            ),
            "pass_mark": gettext_lazy(
                "Untuk sertifikat, dari 100. Misalnya: 70. Kosongkan bila tidak perlu tes."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module = self.instance
        self.fields["requires"].queryset = Module.objects.exclude(pk=module.pk).order_by("title")  # type: ignore[attr-defined]
        self.fields["is_active"].initial = True
        if module.pk:
            self.initial["goals"] = "\n".join(module.goals)
            self.initial["requires"] = list(module.prerequisites.values_list("requires_id", flat=True))
            del self.fields["code"]  # in addresses that people have noted
        else:
            del self.fields["is_active"]

    def clean_goals(self) -> list[str]:
        goals = [line.strip(" \t-•") for line in self.cleaned_data["goals"].splitlines()]
        goals = [line for line in goals if line]
        if len(goals) > MOST_GOALS:
            raise ValidationError(_("Paling banyak %(most)d tujuan.") % {"most": MOST_GOALS})
        if not goals:
            raise ValidationError(_("Tulis paling sedikit satu tujuan."))
        if any(len(goal) > LONGEST_GOAL for goal in goals):
            raise ValidationError(_("Satu tujuan paling panjang %(most)d huruf.") % {"most": LONGEST_GOAL})
        return goals

    def _save_m2m(self) -> None:
        """What it builds on is the service's to write."""


class PathForm(forms.Form):
    """Numbers beside the modules: without one, a module is not part of the path."""

    def __init__(self, *args: Any, modules: list[Module], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = {f"modul-{module.pk}": module for module in modules}
        for name, module in self.modules.items():
            self.fields[name] = forms.IntegerField(
                label=module.title, required=False, min_value=1, max_value=MOST_STEPS
            )
            say_when_needed(self.fields[name], "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        seen: set[int] = set()
        for name in self.modules:
            number = data.get(name)
            if number in seen:
                self.add_error(name, _("Nomor ini sudah dipakai modul lain."))
            elif number:
                seen.add(number)
        return data

    @property
    def ordered(self) -> list[Module]:
        chosen = [
            (self.cleaned_data[name], module)
            for name, module in self.modules.items()
            if self.cleaned_data.get(name)
        ]
        return [module for _number, module in sorted(chosen, key=lambda one: one[0])]


class MaterialForm(forms.Form):
    """A file or a link, not both."""

    title = forms.CharField(
        label=gettext_lazy("Judul"), max_length=120, help_text=gettext_lazy("Misalnya: Lembar kas harian.")
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Untuk"),
        choices=MaterialAudience.choices,
        initial=MaterialAudience.EVERYONE,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        required=False,
        allow_empty_file=True,
        max_length=500,
        help_text=gettext_lazy(
            "PDF, PPTX, XLSX, JPG, PNG, atau WebP, paling besar 20 MB. Tanpa makro dan kata sandi."
        ),
    )
    link = forms.URLField(
        label=gettext_lazy("Atau tautan"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Misalnya video: https://video.contoh.id/arus-kas"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data.get("file") is not None and data.get("link"):
            self.add_error("link", _("Pilih salah satu: berkas atau tautan."))
        elif data.get("file") is None and not data.get("link"):
            self.add_error("file", _("Pilih berkas, atau tulis tautan di bawahnya."))
        elif data.get("link") and not data["link"].startswith(("https://", "http://")):
            self.add_error("link", _("Tautan dimulai dengan https://."))
        return data
