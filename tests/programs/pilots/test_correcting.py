"""A proposal is corrected until somebody has reviewed it or its days are over; documents go along; history stays."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from programs.partnership.choices import Stage
from programs.partnership.models import PhaseStage
from programs.pilots.errors import NotCorrectable, NotNominable, ScoreMissing
from programs.pilots.models import Nomination, NominationDocument
from programs.pilots.services import correct_nomination, nominate_business
from programs.pilots.services.scoring import Score
from soksi_portal.accounts.choices import Role
from tests.factories import (
    make_business,
    make_document,
    make_nomination,
    make_phase,
    make_province,
    make_user,
)
from tests.reviewing import make_consent, make_reviews
from umkm.businesses.choices import DocumentKind

from .makers import MOTIVATION, scores_of
from .pages import messages_of, sheet, text

pytestmark = pytest.mark.django_db


def correct(nomination, by=None, **values) -> Nomination:
    values = {"motivation": MOTIVATION, "scores": scores_of(nomination.phase, 5), **values}
    return correct_nomination(nomination=nomination, by=by or nomination.nominated_by, **values)


@pytest.fixture
def nomination() -> Nomination:
    return make_nomination(reviewed=False)


def test_correction_writes_anew_and_the_trail_keeps_what_was(nomination):
    before = nomination.motivation
    correct(nomination)
    nomination.refresh_from_db()
    assert nomination.motivation == MOTIVATION
    assert set(nomination.scores.values_list("score", flat=True)) == {5}
    assert set(nomination.events.values_list("motivation", flat=True)) == {before, MOTIVATION}
    assert set(nomination.scores.first().events.values_list("score", flat=True)) == {3, 5}


@pytest.mark.parametrize(("scores", "sentence"), [({}, "Beri nilai"), (6, "adalah 1 sampai 5")])
def test_every_criterion_is_scored_from_one_to_five(nomination, scores, sentence):
    with pytest.raises(ScoreMissing, match=sentence):
        correct(nomination, scores=scores_of(nomination.phase, scores) if scores else {})
    business = make_consent(make_business()).business
    with pytest.raises(ScoreMissing):
        nominate_business(
            business=business,
            phase=nomination.phase,
            motivation=MOTIVATION,
            scores={0: Score(3)},
            by=make_user(Role.COORDINATOR, province=business.province),
        )


def test_handed_in_review_ends_correcting_for_service_and_database(nomination):
    make_reviews(nomination, scores=[3])
    with pytest.raises(NotCorrectable, match="sudah menyerahkan nilainya"):
        correct(nomination)
    for change in (
        lambda: Nomination.objects.filter(pk=nomination.pk).update(motivation="Lain sekali."),
        lambda: nomination.scores.update(score=5),
        lambda: nomination.scores.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_stage_ends_correcting_on_the_provinces_own_day(nomination):
    PhaseStage.objects.create(
        phase=nomination.phase,
        stage=Stage.NOMINATION,
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 11, 23),
    )
    with time_machine.travel(datetime(2026, 11, 23, 16, 59, tzinfo=UTC), tick=False):
        correct(nomination)
    with (
        time_machine.travel(datetime(2026, 11, 23, 17, 1, tzinfo=UTC), tick=False),
        pytest.raises(NotCorrectable, match="berakhir pada 23 November 2026"),
    ):
        correct(nomination)


def test_only_the_nominating_side_corrects(nomination):
    for other in (
        make_user(Role.COORDINATOR, province=make_province("91")),
        make_user(Role.JAMKRINDO),
        nomination.business.owner.user,
    ):
        with pytest.raises(NotCorrectable, match="Hanya pihak yang mengusulkan"):
            correct(nomination, by=other)


def test_proposal_without_scores_is_not_committed():
    business = make_consent(make_business()).business
    fields = {"phase": make_phase(), "business": business, "province": business.province}
    nominator = make_user(Role.COORDINATOR, province=business.province)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit does
    with pytest.raises(DatabaseError, match="nomination_scored"), transaction.atomic():
        Nomination.objects.create(motivation=MOTIVATION, nominated_by=nominator, **fields)
    with pytest.raises(DatabaseError, match=r"nomination_first|Cannot insert"), transaction.atomic():
        Nomination.objects.create(motivation=MOTIVATION, nominated_by=nominator, state="accepted", **fields)


def test_documents_are_of_the_business_and_without_a_persons_number(nomination):
    business = nomination.business
    photo, nib = make_document(business=business), make_document(business=business, kind=DocumentKind.NIB)
    correct(nomination, documents=[photo, nib])
    correct(nomination, documents=[nib])
    shown = nomination.attached.filter(removed_at=None)
    assert list(shown.values_list("document", flat=True)) == [nib.pk]
    assert nomination.attached.count() == 2  # taken out, not deleted
    for wrong in (
        make_document(business=make_business()),
        make_document(business=business, kind=DocumentKind.NPWP),
    ):
        with pytest.raises(NotNominable, match="Pilih lagi"):
            correct(nomination, documents=[wrong])
        with pytest.raises(DatabaseError, match="nomination_document_fits"), transaction.atomic():
            NominationDocument.objects.create(
                nomination=nomination, document=wrong, added_by=nomination.nominated_by
            )


def test_page_corrects_what_stands(client, coordinator):
    nomination = make_nomination(reviewed=False, nominated_by=coordinator)
    photo = make_document(business=nomination.business)
    url = reverse("nomination_correct", args=[nomination.pk])
    assert nomination.motivation in text(client.get(url))
    sent = {"phase": nomination.phase_id, "motivation": MOTIVATION, **sheet(nomination.phase, 2)}
    assert client.post(url, {**sent, "documents": [photo.pk]}).status_code == 302
    assert set(nomination.scores.values_list("score", flat=True)) == {2}
    assert f"/dokumen/{photo.pk}/" in text(client.get(nomination.get_absolute_url()))
    for odd in ({"documents": ["abc"]}, {"documents": ["9" * 30]}, {"motivation": "\x00" * 50}):
        assert client.post(url, {**sent, **odd}).status_code == 200
    make_reviews(nomination, scores=[3])
    assert "sudah menyerahkan" in messages_of(client, client.get(url))[-1]


def test_each_missing_score_is_named_beside_its_field(client, coordinator):
    business = make_consent(make_business()).business
    phase = make_phase()
    first, *others = phase.criteria.all()
    sent = {f"score_{one.pk}": "4" for one in others} | {f"score_{first.pk}": "9"}
    url = f"{reverse('nomination_create')}?usaha={business.pk}"
    response = client.post(url, {"phase": phase.pk, "motivation": MOTIVATION, **sent})
    assert response.context["form"].errors == {f"score_{first.pk}": ["Pilih nilai 1 sampai 5."]}
    assert not Nomination.objects.exists()
