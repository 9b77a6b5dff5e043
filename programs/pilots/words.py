"""What was said about a person's businesses while they were selected: told to the person, and forgotten with her."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pgtrigger
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.common.display import figure
from soksi_portal.outbox.models import Message
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .choices import NominationState
from .models import EligibilityException, Nomination, NominationConsent, NominationScore, Review, ReviewScore
from .reviews.results import results_of

WALLS = (
    "pilots.NominationScore:nomination_score_fits",
    "pilots.Review:review_fits",
    "pilots.Review:review_stands",
    "pilots.ReviewScore:review_score_fits",
    "pilots.EligibilityException:exception_stays",
    "pilots.EligibilityException:exception_decided_once",
)


def consents_held(user: User) -> Section:
    found = NominationConsent.objects.filter(owner__user=user).select_related("business", "text")
    return Section(
        key="persetujuan_usulan",
        title=_("Persetujuan diusulkan"),
        purpose=_("Usaha Anda hanya diusulkan bila Anda setuju."),
        records=tuple(_consent(consent) for consent in found.order_by("-given_at", "-pk")),
        empty=_("Anda belum menyetujui usaha Anda diusulkan."),
        rank=49,
    )


def _consent(consent: NominationConsent) -> Record:
    return Record(
        title=consent.business.name,
        when=consent.given_at,
        facts=(
            Fact("usaha", _("Usaha"), consent.business.name),
            Fact("versi", _("Versi teks"), consent.text_id),
            Fact("diberikan", _("Diberikan"), consent.given_at),
            Fact("ditandatangani", _("Ditandatangani"), consent.signed_on),
            Fact("ditarik", _("Ditarik"), consent.withdrawn_at),
            Fact("teks", _("Teks"), consent.text.body),
        ),
    )


def words_about(nomination: Nomination) -> Iterator[Fact]:
    """The nominating side's scores; once it is decided also the reviewers' means, without their names."""
    result = results_of([nomination])[nomination.pk]
    decided = nomination.state != NominationState.PROPOSED
    for one in result.criteria:
        if one.proposed is not None:
            words = f"{figure(one.proposed.score)} {one.proposed.remark}".strip()
            yield Fact(f"pengusul_{one.criterion.number}", f"{one.criterion.title} ({_('pengusul')})", words)
        if decided and one.mean is not None:
            yield Fact(
                f"penilai_{one.criterion.number}",
                f"{one.criterion.title} ({_('penilai')})",
                figure(one.mean, 2),
            )


def forget_words(cadre: Cadre) -> None:
    """Scores stay, since they were what was decided by; the words beside them go, in the trail too."""
    nominations = Nomination.objects.filter(business__owner=cadre).values("pk")
    for rows, columns in _words(cadre, nominations):
        _blank(rows, columns)
    asked = EligibilityException.objects.filter(business__owner=cadre).values_list("pk", flat=True)
    forget_messages(Message.objects.filter(subject_ref__in=[f"exception:{pk}" for pk in asked]))


def _words(cadre: Cadre, nominations: Any) -> Iterable[tuple[QuerySet[Any], tuple[str, ...]]]:
    yield NominationScore.objects.filter(nomination__in=nominations), ("remark",)
    yield Review.objects.filter(nomination__in=nominations), ("comment", "conflict")
    yield ReviewScore.objects.filter(review__nomination__in=nominations), ("comment",)
    yield EligibilityException.objects.filter(business__owner=cadre), ("reason", "answer")


def _blank(rows: QuerySet[Any], columns: tuple[str, ...]) -> None:
    record: type[Model] = rows.model
    for column in columns:
        told = list(rows.exclude(**{column: ""}).values_list("pk", flat=True))
        with pgtrigger.ignore(*WALLS):
            record._default_manager.filter(pk__in=told).update(**{column: GONE})
        forget(record, told, **{column: GONE})
        forget_reasons(record, told, words=GONE)
