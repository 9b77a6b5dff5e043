from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.layout import helper, say_when_needed
from soksi_portal.outbox import occasions
from soksi_portal.outbox.choices import ON_PHONE, Channel, Kind

from . import services
from .models import ChannelChoice
from .reach import USUAL, available

HINTS = {
    Kind.DATA: gettext_lazy("Jawaban atas permintaan Anda tentang data pribadi. Selalu sampai."),
    Kind.SESSION: gettext_lazy("Perubahan, pembatalan, dan pengingat. Selalu sampai."),
    Kind.INVITATION: gettext_lazy("Undangan baru dan ingatan untuk menjawabnya."),
    Kind.AFTERWARDS: gettext_lazy("Sertifikat yang siap dan pertanyaan setelah pelatihan."),
    Kind.BUSINESS: gettext_lazy("Hasil pemeriksaan kartu anggota dan usaha."),
    Kind.SELECTION: gettext_lazy("Usulan, keputusan, tawaran kursi, dan percontohan."),
    Kind.COMPANY: gettext_lazy("Pembina dan cerita usaha."),
    Kind.MENTORING: gettext_lazy("Laporan yang jatuh tempo, kunjungan yang disepakati, dan tugas."),
    Kind.BANK: gettext_lazy("Berkas yang menunggu persetujuan, kabar dari bank, dan tenggatnya."),
    Kind.STAFF: gettext_lazy("Kursi kosong, nota kerja sama yang berakhir, dan ringkasan mingguan."),
}
STAFF_ROLES = tuple(role for role in Role if role not in (Role.CADRE, Role.BANK))


def kinds_for(user: User) -> list[Kind]:
    """Those of which there are messages at all; staff's for staff. The keys to the account go to its e-mail."""
    return [
        kind
        for kind in Kind
        if kind not in (Kind.ACCOUNT, Kind.OTHER)
        and occasions.codes_of(kind)
        and (kind != Kind.STAFF or user.has_role(*STAFF_ROLES))
    ]


class ChannelsForm(forms.Form):
    """For each kind the channels on which this person can be reached; nothing ticked leaves them in the inbox."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.kinds = kinds_for(user)
        self.ways = available(user)
        self.chosen = {choice.kind: choice for choice in ChannelChoice.objects.filter(user=user)}
        for kind in self.kinds:
            self.fields[kind.value] = self._field(kind)
        if set(self.ways) & set(ON_PHONE) and not self._agreed:
            self.fields["agree"] = forms.BooleanField(
                required=False,
                label=_("Saya setuju nomor HP saya dipakai penyedia WhatsApp dan SMS untuk pesan ini."),
                help_text=_("Perlu bila Anda memilih WhatsApp atau SMS. Dapat ditarik kapan saja di sini."),
            )
        self.helper = helper(*self.fields)

    @property
    def _agreed(self) -> bool:
        return any(choice.phone_agreed_at for choice in self.chosen.values())

    def _field(self, kind: Kind) -> forms.Field:
        known = self.chosen.get(kind.value)
        field = forms.MultipleChoiceField(
            label=kind.label,
            help_text=HINTS[kind],
            required=not kind.is_stoppable,
            choices=[(way, Channel(way).label) for way in self.ways],
            widget=forms.CheckboxSelectMultiple,
            initial=[way for way in self.ways if way in (known.channels if known else USUAL)],
            error_messages={
                "required": _("Pilih paling sedikit satu: pesan ini harus sampai kepada Anda."),
                "invalid_choice": _("Saluran ini tidak tersedia bagi Anda."),
            },
        )
        say_when_needed(field, "")
        return field

    def save(self) -> bool:
        """All or none; False where a rule refused, with its sentence beside the field."""
        agrees = self._agreed or bool(self.cleaned_data.get("agree"))
        try:
            with transaction.atomic():
                for kind in self.kinds:
                    self._save_one(kind, agrees)
        except RuleViolation as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return False
        return True

    def _save_one(self, kind: Kind, agrees: bool) -> None:
        """What was never touched stays unchosen, so that a better default reaches the person too."""
        if kind.value in self.changed_data or kind.value in self.chosen:
            services.choose_channels(
                user=self.user, kind=kind, channels=self.cleaned_data[kind.value], agrees_to_phone=agrees
            )
