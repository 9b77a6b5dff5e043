"""What is filled in about a visit: before it, and after."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Div
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.mentoring.actions.services import FURTHEST_DUE, Task
from programs.mentoring.matching.choices import Side
from programs.mentoring.models import Visit
from programs.mentoring.models.visits import LONGEST
from programs.mentoring.reports.months import today
from programs.pilots.forms import LENGTH_ERRORS
from soksi_portal.common.display import in_zone
from soksi_portal.common.fields import CheckedField
from soksi_portal.common.layout import Section, helper, say_when_needed
from soksi_portal.common.offline import seconds_ago
from umkm.businesses.checks import check_position
from umkm.businesses.documents.forms import ManyFiles
from umkm.regions.models import Province

from .choices import VisitMode
from .photos import too_many
from .recording import OLDEST, Sheet
from .services import Arrangement
from .walls import MOST_PHOTOS

DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
TIMES = ("%H:%M", "%H.%M", "%H:%M:%S")
TEN_METRES = Decimal("0.0001")  # nearer than that nobody needs to know
TASK_ROWS = (1, 2, 3)


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Pilih tanggalnya."),
            "invalid": gettext_lazy("Tulis tanggal seperti 23-11-2026."),
        },
        **kwargs,
    )


def words_field(label: Any, *, longest: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    errors = {**LENGTH_ERRORS, **kwargs.pop("error_messages", {})}
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=errors,
        **kwargs,
    )


class ArrangementForm(forms.Form):
    """When, how and about what. Hours are those of the business's province."""

    date = date_field(gettext_lazy("Tanggal"))
    start = forms.TimeField(
        label=gettext_lazy("Jam"),
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": gettext_lazy("Tulis jamnya."),
            "invalid": gettext_lazy("Tulis jam seperti 09.00."),
        },
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Cara bertemu"),
        choices=VisitMode.choices,
        widget=forms.RadioSelect,
        initial=VisitMode.ONSITE,
        error_messages={"required": gettext_lazy("Pilih cara bertemunya.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Tempat atau tautan"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Kosongkan bila di alamat usaha atau lewat nomor HP yang tercatat."),
        error_messages=LENGTH_ERRORS,
    )
    agenda = words_field(
        gettext_lazy("Yang dibahas"),
        longest=1000,
        rows=2,
        required=False,
        help_text=gettext_lazy("Contoh: buku kas bulan lalu, dan kemasan baru."),
    )

    def __init__(self, *args: Any, province: Province, visit: Visit | None = None, **kwargs: Any) -> None:
        if visit is not None:
            local = in_zone(visit.starts_at, province.time_zone)
            kwargs["initial"] = {
                "date": local.date(), "start": local.time(), "mode": visit.mode, "place": visit.place,
                "agenda": visit.agenda,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.province = province
        self.fields["start"].help_text = _("Jam di %(province)s.") % {"province": province}
        self.helper = helper(Div("date", "start", css_class="field-row"), "mode", "place", "agenda")

    def arrangement(self) -> Arrangement:
        data = self.cleaned_data
        starts_at = dt.datetime.combine(data["date"], data["start"], tzinfo=self.province.zone)
        return Arrangement(starts_at, data["mode"], data["place"], data["agenda"])


class ReasonForm(forms.Form):
    reason = words_field(
        gettext_lazy("Alasan"),
        longest=500,
        help_text=gettext_lazy("Pihak lain membacanya."),
        error_messages={"required": gettext_lazy("Tulis alasannya. Pihak lain membacanya.")},
    )


class PhotosField(forms.FileField):
    """None, one or more files under one name; what they are, their content tells."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = [file for file in data or [] if file]
        if len(chosen) > MOST_PHOTOS:
            raise ValidationError(too_many())
        return chosen


class RecordForm(forms.Form):
    """The sheet of a visit. Its hidden fields let it in once, and over nothing that its writer has not read."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    ago = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    served = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    continues = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # the last of all: the server hands on what came until the line broke, as if it were everything
    whole = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1, initial="1")
    findings = words_field(
        gettext_lazy("Apa yang Anda temukan?"),
        longest=LONGEST,
        rows=6,
        help_text=gettext_lazy(
            "Keadaan usaha, yang sudah maju, dan yang masih sulit. Pemilik usaha membacanya."
        ),
        error_messages={"required": gettext_lazy("Tulis apa yang Anda temukan.")},
    )
    photos = PhotosField(
        label=gettext_lazy("Foto"),
        required=False,
        help_text=gettext_lazy("Paling banyak 6, tanpa wajah orang lain. Foto dikecilkan dahulu di HP Anda."),
    )
    position = CheckedField(
        check_position,
        label=gettext_lazy("Letak"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 50, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Hanya bila Anda mau: dicatat sekali, sampai sekitar 10 meter, dan dibaca pemilik usaha dan Jamkrindo saja."
        ),
    )
    next_on = date_field(gettext_lazy("Kunjungan berikutnya kira-kira"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, visit: Visit) -> None:
        known = {
            "key": uuid.uuid4(), "base": visit.version, "served": int(time.time()), "findings": visit.findings, "next_on": visit.next_on,
            "position": visit.position,
        }  # fmt: skip
        super().__init__(data, files, initial=known)
        photos = self.fields["photos"].widget
        photos.attrs |= {"accept": "image/*", "multiple": True}
        for row in TASK_ROWS:
            self._add_task(row)
        tasks = [
            Div(
                f"what_{row}",
                Div(f"owner_{row}", f"due_{row}", css_class="field-row"),
                css_class="visit-task",
            )
            for row in TASK_ROWS
        ]
        self.helper = helper(
            "key", "base", "ago", "served", "continues", "findings", "photos",
            HTML('<ul class="visit-photos" data-photos hidden></ul>'),
            "position", HTML('{% include "umkm/businesses/_locate.html" %}'), "next_on",
            Section(_("Tugas yang disepakati"), *tasks, hint=_("Kosongkan yang tidak perlu.")),
            "whole",
        )  # fmt: skip

    def _add_task(self, row: int) -> None:
        self.fields[f"what_{row}"] = forms.CharField(
            label=_("Tugas %(row)s") % {"row": row},
            required=False,
            max_length=300,
            error_messages=LENGTH_ERRORS,
        )
        self.fields[f"owner_{row}"] = forms.ChoiceField(
            label=_("Siapa yang mengerjakan"), required=False, choices=Side.choices, initial=Side.CADRE
        )
        self.fields[f"due_{row}"] = date_field(_("Tenggat"), required=False)
        say_when_needed(self.fields[f"due_{row}"], _("wajib bila ada tugasnya"))

    def clean_position(self) -> tuple[Decimal, Decimal] | None:
        found = self.cleaned_data["position"]
        return (found[0].quantize(TEN_METRES), found[1].quantize(TEN_METRES)) if found else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("whole"):
            self.add_error(None, _("Kiriman ini tidak sampai utuh. Muat ulang halaman ini, lalu kirim lagi."))
        first, last = today() - OLDEST, today() + FURTHEST_DUE  # a sheet may have waited on a phone
        if (next_on := data.get("next_on")) and not first <= next_on <= last:
            self.add_error("next_on", _("Pilih tanggal dalam satu tahun ke depan."))
        for row in TASK_ROWS:
            if not data.get(f"what_{row}") or f"due_{row}" not in data:
                continue
            due_on = data[f"due_{row}"]
            if due_on is None:
                self.add_error(f"due_{row}", _("Pilih tenggat tugas ini."))
            elif due_on > last:
                self.add_error(f"due_{row}", _("Tenggat ini terlalu jauh. Pilih dalam satu tahun ke depan."))
            elif due_on < first:
                self.add_error(
                    f"due_{row}", _("Tenggat ini sudah lama lewat. Pilih dalam satu tahun ke depan.")
                )
        return data

    def sheet(self) -> Sheet:
        data = self.cleaned_data
        tasks = [
            Task(data[f"owner_{row}"] or Side.CADRE, data[f"what_{row}"], data[f"due_{row}"])
            for row in TASK_ROWS
            if data[f"what_{row}"]
        ]
        return Sheet(
            key=data["key"], base=data["base"], findings=data["findings"],
            ago=seconds_ago(data["ago"], served=data["served"]),
            continues=data["continues"], next_on=data["next_on"], position=data["position"], tasks=tasks,
            photos=data["photos"],
        )  # fmt: skip
