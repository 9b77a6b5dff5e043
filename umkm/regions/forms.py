"""Forms of `/pengguna/`."""

from __future__ import annotations

from typing import Any

import django_filters
from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.layout import Actions, Section, helper
from soksi_portal.common.phones import MobileField, mobile_e164

from .models import Post, Province
from .services import may_stand_in

# a cadre signs up; a coordinator is made by a post
GRANTABLE = [(value, label) for value, label in Role.choices if value not in (Role.CADRE, Role.COORDINATOR)]


def provinces() -> QuerySet[Province]:
    return Province.objects.existing().order_by("name")


class InvitationForm(forms.Form):
    full_name = forms.CharField(
        label=_("Nama lengkap"), min_length=3, max_length=120, help_text=_("Misalnya Rina Setiawati")
    )
    email = forms.EmailField(
        label=_("Alamat e-mail"),
        required=False,
        help_text=_("Tautan untuk membuat kata sandi dikirim ke sini"),
    )
    phone = MobileField(required=False, help_text=_("Misalnya 0812 3456 7890"))
    roles = forms.MultipleChoiceField(
        label=_("Peran"), choices=GRANTABLE, required=False, widget=forms.CheckboxSelectMultiple
    )
    province: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Koordinator untuk provinsi"),
        queryset=Province.objects.existing().order_by("name"),
        required=False,
        empty_label=_("Bukan koordinator"),
        help_text=_("Provinsi lain dapat ditambah kemudian di halaman orang ini"),
    )

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["email"] and not cleaned["phone"]:
            self.add_error("email", _("Isi e-mail atau nomor HP, supaya orang ini dapat masuk."))
        if not self.errors and not cleaned["roles"] and not cleaned["province"]:
            self.add_error("roles", _("Pilih paling sedikit satu peran, atau satu provinsi."))
        return cleaned

    def invitation(self) -> dict[str, Any]:
        """What `services.invite_person` asks for."""
        province = self.cleaned_data["province"]
        answers = {name: self.cleaned_data[name] for name in ("full_name", "email", "phone", "roles")}
        return answers | {"provinces": [province] if province else []}

    @cached_property
    def helper(self) -> FormHelper:
        return helper(
            Section(gettext("Siapa"), "full_name", "email", "phone"),
            Section(gettext("Apa tugasnya"), "roles", "province"),
            Actions(gettext("Undang")),
        )


class GrantForm(forms.Form):
    """A further role: one that the person does not hold; who once was a cadre can be one again."""

    role = forms.ChoiceField(label=_("Beri peran"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        was_cadre = person.role_grants.filter(role=Role.CADRE).exists()
        offered = [(Role.CADRE.value, Role.CADRE.label), *GRANTABLE] if was_cadre else GRANTABLE
        choices = [(role, label) for role, label in offered if role not in person.roles]
        role_field: Any = self.fields["role"]
        role_field.choices = [("", _("Pilih peran")), *choices]

    @cached_property
    def helper(self) -> FormHelper:
        return helper("role", Actions(gettext("Beri peran")))


class AppointmentForm(forms.Form):
    province: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Jadikan koordinator untuk"),
        queryset=Province.objects.existing().order_by("name"),
        empty_label=_("Pilih provinsi"),
    )

    @cached_property
    def helper(self) -> FormHelper:
        return helper("province", Actions(gettext("Angkat koordinator")))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        min_length=5,
        max_length=300,
        help_text=_("Misalnya: pindah tugas ke provinsi lain"),
        error_messages={"min_length": _("Tulis alasannya dengan singkat, supaya orang lain mengerti.")},
    )

    def __init__(self, *args: Any, action: str = "", cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("reason", Actions(action, cancel_url=cancel_url))


class _Names(forms.ModelChoiceField):
    """People with where they serve, so that two of one name differ."""

    def label_from_instance(self, user: User) -> str:
        provinces = ", ".join(post.province.name for post in user.current_posts)  # type: ignore[attr-defined]
        role = provinces or gettext("pengurus pusat")
        return f"{user.full_name} ({role})"


class StandInForm(forms.Form):
    user = _Names(
        label=_("Siapa yang menggantikan"), queryset=User.objects.none(), empty_label=_("Pilih orangnya")
    )
    starts_on = forms.DateField(
        label=_("Hari pertama"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=_("Hari terakhir"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=_("Alasan"),
        min_length=5,
        max_length=300,
        help_text=_("Dibaca oleh penggantinya. Misalnya: cuti, atau tugas di luar daerah"),
        error_messages={"min_length": _("Tulis alasannya dengan singkat, supaya orang lain mengerti.")},
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Post.objects.active().select_related("province").order_by("province")
        people: Any = self.fields["user"]
        people.queryset = may_stand_in(post).prefetch_related(
            Prefetch("posts", current, to_attr="current_posts")
        )


class PasswordForm(forms.Form):
    """For a person who comes by a link."""

    password = forms.CharField(
        label=_("Kata sandi baru"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = helper("password", Actions(gettext("Simpan kata sandi")))

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.user)
        return str(self.cleaned_data["password"])


class PeopleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Nama, e-mail atau nomor HP"), method="search", max_length=100)
    peran = django_filters.ChoiceFilter(
        label=_("Peran"), choices=Role.choices, method="with_role", empty_label=_("Semua")
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=_("Koordinator provinsi"),
        queryset=lambda request: provinces(),
        method="of_province",
        empty_label=_("Semua"),
    )

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, people: QuerySet[User], name: str, words: str) -> QuerySet[User]:
        condition = Q(full_name__icontains=words) | Q(email__startswith=words.lower())
        number = mobile_e164(words)
        return people.filter(condition | Q(phone=number) if number else condition)

    def with_role(self, people: QuerySet[User], name: str, role: str) -> QuerySet[User]:
        return people.filter(role_grants__role=role, role_grants__ended_at=None)

    def of_province(self, people: QuerySet[User], name: str, province: Province) -> QuerySet[User]:
        return people.filter(posts__province=province, posts__ended_at=None)
