"""Forms of trainings. What the rules refuse is said beside the field by `show_refusal`."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from zoneinfo import ZoneInfo

from crispy_forms.layout import HTML, Div
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.partnership.models import Phase
from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, zone_name
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.layout import Section, helper, say_when_needed
from umkm.regions.choices import TimeZone
from umkm.regions.models import Province

from .choices import HELD_AT_VENUE, JOINED_BY_LINK, SessionMode
from .models import Module, Venue
from .services.bookings import Arrangement, zone_for

FURTHEST_AHEAD = dt.timedelta(days=730)
MOST_PLACES = 1000
TIMES = ("%H:%M", "%H.%M", "%H:%M:%S")
# what Enter presses: the first button of a form; without it a proposed time would be taken
ENTER_CHECKS = '<button type="submit" name="periksa" value="1" class="visually-hidden" tabindex="-1" aria-hidden="true"></button>'
DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


def show_refusal(form: forms.BaseForm, refusal: RuleViolation) -> None:
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)


class ProvincesField(forms.ModelMultipleChoiceField):
    """Provinces as tick boxes: name, zone in words, and how many would be invited."""

    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value: Any) -> Any:
        if isinstance(value, list | tuple) and any("\x00" in str(one) for one in value):
            raise ValidationError(_("Pilih provinsi dari daftar."), code="invalid_choice")
        return super()._check_values(value)  # type: ignore[misc]  # not in the stubs

    def label_from_instance(self, province: Province) -> str:
        pilots = self.pilots.get(province.code, 0)
        named = f"{province.name} ({zone_name(province.time_zone)})"
        if not pilots:
            return named
        words = ngettext("%(number)d percontohan", "%(number)d percontohan", pilots) % {"number": pilots}
        return f"{named}, {words}"

    pilots: dict[str, int] = {}


class VenueField(forms.ModelChoiceField):
    def label_from_instance(self, venue: Venue) -> str:
        values = {"venue": venue, "regency": venue.regency, "places": venue.capacity}
        return _("%(venue)s, %(regency)s (%(places)s orang)") % values


class ArrangementForm(forms.Form):
    """When, where, by whom and for how many: what can also be changed later."""

    asks = False  # whether nothing is wrong and only the warnings want somebody who has read them

    mode = forms.ChoiceField(
        label=gettext_lazy("Cara"),
        choices=SessionMode.choices,
        widget=forms.RadioSelect,
        initial=SessionMode.ONSITE,
    )
    venue = VenueField(
        label=gettext_lazy("Tempat"),
        queryset=Venue.objects.in_use()
        .select_related("regency__province")
        .order_by("regency__province", "name"),
        required=False,
        empty_label=gettext_lazy("Pilih tempat"),
        help_text=gettext_lazy(
            "Untuk tatap muka, juga bila sekaligus daring. Tempat yang belum ada ditambahkan lebih dahulu di daftar tempat."
        ),
        error_messages={"required": gettext_lazy("Pilih tempat pelatihan.")},
    )
    link = forms.URLField(
        label=gettext_lazy("Tautan daring"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Untuk daring. Misalnya: https://rapat.contoh.id/arus-kas"),
        error_messages={"required": gettext_lazy("Tulis tautan untuk bergabung.")},
    )
    date = forms.DateField(
        label=gettext_lazy("Tanggal"),
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Tulis tanggal seperti 23-11-2026.")},
    )
    start = forms.TimeField(
        label=gettext_lazy("Jam mulai"),
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Tulis jam seperti 09.00.")},
    )
    end = forms.TimeField(
        label=gettext_lazy("Jam selesai"),
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Tulis jam seperti 12.00.")},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Jam di atas adalah jam"),
        required=False,
        choices=[
            ("", gettext_lazy("Setempat, di provinsi peserta")),
            (TimeZone.WIB, gettext_lazy("WIB – Waktu Indonesia Barat")),
            (TimeZone.WITA, gettext_lazy("WITA – Waktu Indonesia Tengah")),
            (TimeZone.WIT, gettext_lazy("WIT – Waktu Indonesia Timur")),
        ],
        help_text=gettext_lazy("Bukan jam Jakarta. Pilih zonanya bila provinsi peserta berlainan zona."),
    )
    trainer = forms.ModelChoiceField(
        label=gettext_lazy("Pelatih"), queryset=User.objects.none(), empty_label=gettext_lazy("Pilih pelatih")
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Kapasitas"),
        min_value=1,
        max_value=MOST_PLACES,
        help_text=gettext_lazy(
            "Berapa orang yang mendapat tempat. Yang menjawab sesudah penuh masuk daftar tunggu."
        ),
    )

    def __init__(self, *args: Any, provinces: list[Province] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed_provinces = provinces
        trainer = cast(forms.ModelChoiceField, self.fields["trainer"])
        trainer.queryset = User.objects.with_role(Role.TRAINER).order_by("full_name", "pk")
        mode = self.data.get("mode") or self.get_initial_for_field(self.fields["mode"], "mode")
        self.fields["venue"].required = mode in HELD_AT_VENUE
        self.fields["link"].required = mode in JOINED_BY_LINK
        say_when_needed(self.fields["time_zone"], "")
        self.helper = helper(*self.sections())

    def sections(self) -> list[Any]:
        return [
            HTML(ENTER_CHECKS),
            Section(_("Di mana"), "mode", "venue", "link"),
            Section(_("Kapan"), Div("date", "start", "end", css_class="field-row"), "time_zone"),
            Section(_("Pelatih dan kapasitas"), "trainer", "capacity"),
            HTML('{% include "programs/training/_collisions.html" %}'),
        ]

    def clean_date(self) -> dt.date:
        chosen: dt.date = self.cleaned_data["date"]
        today = timezone.localdate()
        if chosen < today - dt.timedelta(
            days=1
        ):  # a day's difference is left to the exact check of the moment
            raise ValidationError(_("Tanggal ini sudah lewat. Pilih tanggal yang akan datang."))
        if chosen > today + FURTHEST_AHEAD:
            raise ValidationError(
                _("Tanggal ini terlalu jauh. Paling lambat %(day)s.") % {"day": day(today + FURTHEST_AHEAD)}
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("Jam selesai harus sesudah jam mulai."))
        if self.chosen_provinces:
            try:
                data["time_zone"] = zone_for(
                    data.get("time_zone", ""), provinces=self.chosen_provinces, venue=self.chosen_venue
                )
            except RuleViolation as refusal:
                show_refusal(self, refusal)
        return data

    @property
    def chosen_provinces(self) -> list[Province]:
        return self.fixed_provinces or list(self.cleaned_data.get("provinces", ()))

    @property
    def chosen_venue(self) -> Venue | None:
        at_venue = self.cleaned_data.get("mode") in HELD_AT_VENUE
        return self.cleaned_data.get("venue") if at_venue else None

    def moment(self, clock: str) -> dt.datetime | None:
        """`start` or `end` as a moment, once date, hour and zone are known."""
        data = getattr(self, "cleaned_data", {})
        at: dt.time | None = data.get(clock)
        if not data.get("date") or at is None or not data.get("time_zone"):
            return None
        return dt.datetime.combine(data["date"], at, tzinfo=ZoneInfo(data["time_zone"]))

    def arrangement(self) -> Arrangement:
        data = self.cleaned_data
        return Arrangement(
            trainer=data["trainer"],
            starts_at=cast(dt.datetime, self.moment("start")),
            ends_at=cast(dt.datetime, self.moment("end")),
            capacity=data["capacity"],
            mode=data["mode"],
            venue=data["venue"],
            link=data["link"],
            time_zone=data["time_zone"],
        )


class SessionForm(ArrangementForm):
    module = forms.ModelChoiceField(
        label=gettext_lazy("Modul"),
        queryset=Module.objects.filter(is_active=True),
        empty_label=gettext_lazy("Pilih modul"),
    )
    phase = forms.ModelChoiceField(
        label=gettext_lazy("Tahap"), queryset=Phase.objects.open(), empty_label=None,
        error_messages={"required": gettext_lazy("Belum ada tahap yang berjalan.")},
    )  # fmt: skip
    provinces = ProvincesField(
        label=gettext_lazy("Provinsi peserta"),
        queryset=Province.objects.existing(),
        help_text=gettext_lazy("Semua UMKM percontohan di provinsi yang dicentang diundang otomatis."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_phases = Phase.objects.open()
        self.fields["phase"].initial = open_phases.first()
        field = cast(ProvincesField, self.fields["provinces"])
        field.queryset = Province.objects.filter(code__in=open_phases.values("provinces__province"))
        counted = Pilot.objects.active().filter(seat__phase__in=open_phases).values_list("seat__province")
        field.pilots = dict(counted.annotate(pilots=Count("pk", filter=Q())).order_by())

    def sections(self) -> list[Any]:
        return [
            Section(_("Pelatihan"), "module", "phase"),
            Section(_("Untuk siapa"), "provinces"),
            *super().sections(),
        ]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan pembatalan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Peserta membacanya. Misalnya: pelatih sakit, jadwal pengganti menyusul."),
        error_messages={"required": gettext_lazy("Tulis alasan pembatalan. Peserta akan membacanya.")},
    )
