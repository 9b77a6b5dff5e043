"""What is held about a person's credit and referrals, and taking an erased person out of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.outbox.models import Message
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .choices import ConsentEnding
from .models import Consent, CreditAnswer, Opening, Referral, Step
from .readiness import around as readiness
from .shelf import drop_file


def held(user: User) -> Iterable[Section]:
    referrals = Referral.objects.filter(business__owner__user=user).select_related(
        "bank", "product", "business"
    )
    yield Section(
        key="rujukan",
        title=_("Rujukan bank"),
        purpose=_("Untuk mengajukan kredit yang Anda setujui kepada bank yang Anda setujui."),
        records=tuple(
            _referral(one) for one in referrals.select_related("consent").order_by("-prepared_at", "-pk")
        ),
        empty=_("Usaha Anda belum pernah dirujuk ke bank."),
        rank=54,
    )
    openings = Opening.objects.filter(referral__business__owner__user=user).select_related(
        "opened_by", "referral"
    )
    yield Section(
        key="pembukaan_rujukan",
        title=_("Siapa di bank yang membuka berkas Anda"),
        purpose=_("Supaya Anda tahu siapa yang membaca data keuangan Anda."),
        records=tuple(_opening(one) for one in openings.order_by("-opened_at", "-pk")),
        empty=_("Belum ada."),
        rank=54,
    )
    answers = CreditAnswer.objects.filter(owner__user=user).select_related("business", "recorded_by")
    yield Section(
        key="jawaban_kredit",
        title=_("Jawaban tentang kredit"),
        purpose=_("Untuk mencari produk bank yang cocok."),
        records=tuple(_answer(one) for one in answers.newest_first()),
        empty=_("Anda belum menjawab."),
        rank=54,
    )


def _referral(referral: Referral) -> Record:
    consent = getattr(referral, "consent", None)
    return Record(
        title=f"{referral} – {referral.bank}",
        url=referral.get_absolute_url(),
        when=referral.prepared_at,
        facts=(
            Fact("usaha", _("Usaha"), referral.business.name),
            Fact("bank", _("Bank"), str(referral.bank)),
            Fact("produk", _("Produk"), referral.product.name),
            Fact("jumlah", _("Jumlah"), referral.amount),
            Fact("untuk", _("Untuk"), referral.purpose),
            Fact("status", _("Status"), str(referral.get_state_display())),
            Fact("disetujui", _("Anda setujui"), consent.given_at if consent else None),
            Fact("teks", _("Versi teks"), consent.text_id if consent else ""),
            Fact("berakhir", _("Persetujuan berakhir"), consent.ended_at if consent else None),
        ),
    )


def _opening(opening: Opening) -> Record:
    return Record(
        title=f"{opening.referral}: {opening.opened_by}",
        when=opening.opened_at,
        facts=(
            Fact("oleh", _("Oleh"), opening.opened_by.full_name),
            Fact("apa", _("Yang dibuka"), str(opening.get_what_display())),
            Fact("kapan", _("Kapan"), opening.opened_at),
        ),
    )


def _answer(answer: CreditAnswer) -> Record:
    return Record(
        title=answer.business.name,
        when=answer.recorded_at,
        facts=(
            Fact("per", _("Per tanggal"), answer.answered_on),
            Fact("kredit_program", _("Kredit program"), answer.has_programme_credit),
            Fact("slik", _("SLIK"), str(answer.get_slik_display())),
            Fact("dicatat_oleh", _("Dicatat oleh"), answer.recorded_by.full_name),
        ),
    )


def lock(cadre: Cadre) -> None:
    """Referrals first, as everybody does who moves them."""
    list(Referral.objects.filter(business__owner=cadre).select_for_update().order_by("pk").values_list("pk"))


def obstacles(cadre: Cadre) -> list[str]:
    """What lies at a bank is told to the bank before it goes."""
    open_ones = Referral.objects.open().filter(business__owner=cadre).select_related("bank").order_by("pk")
    words = _(
        "Rujukan %(number)s ke %(bank)s masih berjalan. Minta pemiliknya menarik rujukan itu lebih dahulu."
    )
    return [words % {"number": one, "bank": one.bank} for one in open_ones]


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """That and with which outcome somebody was referred stays as numbers; words and files go."""
    referrals = Referral.objects.filter(business__owner=cadre)
    ids = list(referrals.values_list("pk", flat=True))
    _drop_files(cadre, ids, by)
    readiness.erase(cadre)
    referrals.update(purpose=GONE)
    steps = Step.objects.filter(referral__in=ids).exclude(words="")
    steps.update(words=GONE)
    forget(Referral, ids, purpose=GONE)
    forget_reasons(Referral, ids, words=GONE)
    about = [Referral(pk=pk).subject_ref for pk in ids]
    forget_messages(Message.objects.filter(subject_ref__in=about))
    return {"referrals": len(ids)}


def _drop_files(cadre: Cadre, ids: list[int], by: User) -> None:
    """A consent that still stands ends with the person's data; what was shown of a business since given away goes too."""
    consents = Consent.objects.filter(Q(referral__in=ids) | Q(given_by=cadre.user))
    answers = CreditAnswer.objects.filter(owner=cadre).exclude(file="")
    files: list[FieldFile] = [row.file for row in consents.exclude(file="")]
    files += [row.file for row in answers]
    ended = {"ended_at": timezone.now(), "ended_by": by, "ending": ConsentEnding.ERASED}
    consents.filter(ended_at=None).update(**ended)
    consents.update(file="")
    answers.update(file="")
    for file in files:
        transaction.on_commit(partial(drop_file, str(file.name), file), robust=True)


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
