"""What comes with the demo's proposals: consents, scores, sheets in different states, exceptions, a conflict, a tie."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from programs.partnership.models import Criterion, Phase
from programs.pilots.choices import Declaration, ExceptionState, NeedRule
from programs.pilots.models import (
    EligibilityException,
    Nomination,
    NominationConsent,
    NominationScore,
    Review,
    ReviewScore,
)
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business
from umkm.cadres.choices import ConsentPurpose
from umkm.cadres.services import current_consent_text

from .accounts import HOME, Staff

REMARKS = (
    "Sesuai catatan penjualan yang ditunjukkan saat kunjungan.",
    "Pemiliknya menunjukkan dokumennya.",
    "",
    "Pelanggan tetapnya menyebut mutu yang ajek.",
    "",
)
COMMENTS = (
    "Pemiliknya tahu angka usahanya sendiri, itu yang paling meyakinkan.",
    "Usahanya sehat. Pencatatannya masih di buku tulis, tetapi lengkap.",
    "Produknya khas, pasarnya baru sebatas tetangga.",
)
WHY_EXCEPTED = (
    "Baru sebentar berjalan, tetapi sudah mempekerjakan tetangga dan satu-satunya pengolah di kecamatannya."
)
CONFLICT = "Pemiliknya sepupu istri saya."
MORE_CONSENTS = 6  # businesses at home that the coordinator can propose at once


class Judging:
    """Keeps what every proposal of the phase needs."""

    def __init__(self, phase: Phase, *, staff: Staff, chance: random.Random) -> None:
        self.phase, self.staff, self.chance = phase, staff, chance
        self.criteria: list[Criterion] = list(phase.criteria.all())
        self.text = current_consent_text(ConsentPurpose.NOMINATION)

    def nominator(self, business: Business) -> User:
        return self.staff.coordinators.get(business.province_id, self.staff.board)

    def consent(self, business: Business, at: datetime) -> None:
        NominationConsent.objects.create(
            business=business, owner=business.owner, text=self.text, given_at=at,
            recorded_by=business.owner.user or self.nominator(business),
        )  # fmt: skip

    def is_young(self, business: Business, at: datetime) -> bool:
        return at.year - (business.start_year or 0) < self.phase.least_years

    def ask_exception(self, business: Business, at: datetime) -> EligibilityException:
        return EligibilityException.objects.create(
            phase=self.phase, business=business, rule=NeedRule.YEARS, reason=WHY_EXCEPTED,
            asked_by=self.nominator(business), asked_at=at,
        )  # fmt: skip

    def make_eligible(self, business: Business, at: datetime) -> None:
        self.consent(business, at - timedelta(days=2))
        if self.is_young(business, at):
            exception = self.ask_exception(business, at - timedelta(days=2))
            exception.state, exception.decided_by = ExceptionState.APPROVED, self.staff.jamkrindo[-1]
            exception.decided_at, exception.answer = at - timedelta(days=1), "Setuju, ini contoh yang baik."
            exception.save()

    def score(self, nomination: Nomination) -> None:
        NominationScore.objects.bulk_create(
            NominationScore(
                nomination=nomination, criterion=criterion, score=self.chance.choice((3, 4, 4, 5)),
                remark=self.chance.choice(REMARKS),
            )
            for criterion in self.criteria
        )  # fmt: skip

    def review(
        self, nomination: Nomination, reviewer: User, *, scores: Sequence[int] = (), hand_in: bool = True
    ) -> None:
        """A sheet, handed in some days after the proposal, or half filled in."""
        at = nomination.nominated_at + timedelta(days=self.chance.randint(1, 2), hours=3)
        review = Review.objects.create(
            nomination=nomination, reviewer=reviewer, declaration=Declaration.NONE, declared_at=at,
            comment=self.chance.choice(COMMENTS),
        )  # fmt: skip
        given = scores or [self.chance.choice((2, 3, 3, 4, 4, 5)) for _ in self.criteria]
        ReviewScore.objects.bulk_create(
            ReviewScore(review=review, criterion=criterion, score=score, comment=self.chance.choice(REMARKS))
            for criterion, score in list(zip(self.criteria, given, strict=False))[: None if hand_in else 3]
        )
        if hand_in:
            review.handed_in_at = at + timedelta(hours=2)
            review.save(update_fields=["handed_in_at"])

    def review_enough(self, nomination: Nomination) -> None:
        for reviewer in self.chance.sample(self.staff.jamkrindo, self.phase.least_reviews):
            self.review(nomination, reviewer)

    def review_somehow(self, nomination: Nomination) -> None:
        """None, one or two sheets; by those who cannot sign in, so that some wait for who can."""
        for reviewer in self.staff.jamkrindo[1 : 1 + self.chance.choice((0, 1, 1, 2))]:
            self.review(nomination, reviewer)

    def at_home(self, nominations: Sequence[Nomination]) -> None:
        """The demo's reviewer has handed in two that are equally strong, keeps a draft, and has one before her;
        on the draft's proposal a colleague has declared a conflict."""
        rina, second, third = self.staff.jamkrindo[:3]
        equal, other = [4, 4, 5, 4, 4], [4, 5, 4, 4, 3]
        for nomination in nominations[:2]:
            self.review(nomination, rina, scores=equal)
            self.review(nomination, second, scores=other)
        for nomination in nominations[2:3]:
            self.review(nomination, rina, hand_in=False)
            Review.objects.create(
                nomination=nomination, reviewer=second, declaration=Declaration.CONFLICT, conflict=CONFLICT
            )
        for nomination in nominations[3:4]:
            self.review(nomination, third)

    def prepare_candidates(self, candidates: Sequence[Business], now: datetime) -> None:
        """At home some owners have agreed, and one exception waits for a second person."""
        for business in candidates[:MORE_CONSENTS]:
            if business.province_id == HOME:
                self.consent(business, now - timedelta(days=3))
        young = next((one for one in candidates[MORE_CONSENTS:] if self.is_young(one, now)), None)
        if young is not None:
            self.ask_exception(young, now - timedelta(days=1))
