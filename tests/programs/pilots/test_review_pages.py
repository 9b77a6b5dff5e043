"""The reviewer's pages, the queue, and what the comparison shows to whom."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.partnership.models import Criterion
from programs.pilots.models import EligibilityException, Review
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import waiting_for
from tests.factories import make_business, make_nomination, make_phase, make_province, make_user
from tests.reviewing import make_reviews

from .pages import messages_of, sheet, text

pytestmark = pytest.mark.django_db
WHY = "Satu-satunya pengolah rumput laut di kabupaten ini."


def test_reviewer_declares_drafts_and_hands_in(client, staff):
    nomination = make_nomination(reviewed=False)
    declare, edit = (reverse(name, args=[nomination.pk]) for name in ("review_declare", "review_edit"))
    assert client.get(edit).url == declare
    assert client.post(declare, {"declaration": "none"}).url == edit
    page = text(client.get(edit))
    assert "Nilai untuk Usahanya tumbuh" in page
    assert page.count("(boleh dikosongkan)") == 5 + 1  # the remarks and the comment: no score
    first = nomination.phase.criteria.first()
    assert client.post(edit, {f"score_{first.pk}": "2", "draft": "1"}).status_code == 302
    refused = client.post(edit, {f"score_{first.pk}": "2", "comment": "Baik."})
    assert len(refused.context["form"].errors) == 4
    assert "Baik." in text(refused)
    client.post(edit, {**sheet(nomination.phase, 5), "comment": "Baik."})
    review = Review.objects.get()
    assert (review.is_handed_in, review.comment) == (True, "Baik.")
    assert "sudah selesai" in messages_of(client, client.get(edit))[-1]


def test_conflict_without_words_stays_on_the_page(client, staff):
    nomination = make_nomination(reviewed=False)
    url = reverse("review_declare", args=[nomination.pk])
    for odd in ({"declaration": "conflict"}, {"declaration": "lain"}, {}, {"declaration": "\x00"}):
        assert client.post(url, odd).status_code == 200
    assert not Review.objects.exists()


def test_others_scores_are_hidden_until_ones_own_is_in(client, staff):
    nomination = make_nomination(reviewed=False)
    make_reviews(nomination, scores=[4, 5])
    board = reverse("pilot_province", args=["32"])
    for url in (nomination.get_absolute_url(), board):
        page = text(client.get(url))
        assert "4,50" not in page
        assert "Penilai Uji 1" not in page
    client.post(reverse("review_declare", args=[nomination.pk]), {"declaration": "none"})
    client.post(reverse("review_edit", args=[nomination.pk]), sheet(nomination.phase, 3))
    assert "4,00" in text(client.get(board))
    page = text(client.get(nomination.get_absolute_url()))
    assert "4,00" in page
    assert "Penilai Uji 1" in page


def test_comparison_ranks_says_ties_and_shows_exceptions(client, staff):
    client.force_login(make_user(Role.ADMIN))  # decides and does not review
    phase = make_phase()
    first, second = (make_nomination(phase=phase, score=4) for _ in range(2))
    asked = EligibilityException.objects.create(
        phase=phase, business=first.business, rule="years", reason=WHY, asked_by=first.nominated_by
    )
    EligibilityException.objects.filter(pk=asked.pk).update(
        state="approved", decided_by=staff, decided_at=asked.asked_at
    )
    response = client.get(reverse("pilot_province", args=["32"]))
    page = text(response)
    assert "Dua usulan sama kuat: 4,00" in page
    rows = {row.label: row for _title, rows in response.context["comparison"].groups for row in rows}
    assert [cell.text for cell in rows["Nilai keseluruhan"].cells] == ["4 (pengusul 4)"] * 2
    assert [cell.text for cell in rows["Pengecualian"].cells] == [f"Lama berjalan: {WHY}", ""]
    assert WHY in text(client.get(first.get_absolute_url()))
    assert second.business.name in page


def test_unready_proposal_offers_no_decision(client, staff):
    nomination = make_nomination(reviewed=False)
    accept = reverse("nomination_accept", args=[nomination.pk])
    for url in (nomination.get_absolute_url(), reverse("pilot_province", args=["32"])):
        page = text(client.get(url))
        assert "Baru 0 dari 2 penilai" in page
        assert accept not in page
    assert "Baru 0 dari 2 penilai" in messages_of(client, client.post(accept))[-1]
    client.force_login(make_reviews(nomination, scores=[4, 4])[0].reviewer)
    assert "Siap diputuskan" in text(client.get(nomination.get_absolute_url()))


def listed(client, **query) -> set:
    return {row.record for row in client.get(reverse("nomination_list"), query).context["listing"].rows}


def test_queue_holds_what_waits_for_the_reviewer(client, staff):
    phase = make_phase(provinces=[make_province("32"), make_province("91")])
    enough, begun, handed, aside, open_ = (make_nomination(phase=phase, reviewed=False) for _ in range(5))
    make_nomination(phase=phase, reviewed=False, nominated_by=staff)
    make_reviews(enough, scores=[3, 3])
    make_reviews(begun, scores=[3, 3])
    for nomination, declaration in ((begun, "none"), (handed, "none"), (aside, "aside")):
        url = reverse("review_declare", args=[nomination.pk])
        client.post(url, {"declaration": declaration})
    client.post(reverse("review_edit", args=[handed.pk]), sheet(phase))
    assert listed(client, penilaian="saya") == {begun, open_}
    assert listed(client, penilaian="cukup") == {enough, begun}
    (item,) = [one for one in waiting_for(staff) if one.action == "Nilai"]
    assert item.title == "2 usulan menunggu penilaian Anda"
    assert [one.count for one in waiting_for(staff) if one.action == "Putuskan"] == [2]
    (row,) = client.get(reverse("pilot_list"), {"keadaan": "usulan"}).context["listing"].rows
    assert "2 dari 6" in [cell.value for cell in row.cells]


def test_braces_that_an_admin_typed_stay_braces(client, staff):
    phase = make_phase(state="planned")
    Criterion.objects.create(phase=phase, number=9, title="{{ 7|add:7 }}", guidance="{% lorem %}", weight=5)
    phase.state = "open"
    phase.save()
    business = make_business(description="{{ form }} {% now %}")
    nomination = make_nomination(phase=phase, business=business, reviewed=False)
    client.post(reverse("review_declare", args=[nomination.pk]), {"declaration": "none"})
    page = text(client.get(reverse("review_edit", args=[nomination.pk])))
    assert "&#123;&#123; 7|add:7 &#125;&#125;" in page


def test_second_person_answers_on_the_page(client, coordinator):
    phase, business = make_phase(least_years=3), make_business(start_year=timezone.localdate().year)
    url = f"{reverse('exception_create')}?usaha={business.pk}&tahap={phase.pk}&syarat=years"
    page = f"{reverse('nomination_create')}?usaha={business.pk}"
    assert "Minta pengecualian" in text(client.get(page))
    assert client.post(url, {"reason": "Bagus."}).status_code == 200
    assert client.post(url, {"reason": WHY}).status_code == 302
    assert "menunggu orang kedua" in text(client.get(page))
    asked = EligibilityException.objects.get()
    board = make_user(Role.BOARD)
    assert [one.count for one in waiting_for(board) if one.action == "Periksa"] == [1]
    client.force_login(board)
    assert client.get(f"{reverse('exception_list')}?status=open").status_code == 200
    assert client.post(asked.get_absolute_url(), {"tolak": "1", "answer": ""}).status_code == 200
    assert client.post(asked.get_absolute_url(), {"answer": ""}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "approved"


def test_what_is_met_asks_for_no_exception(client, coordinator):
    phase, business = make_phase(least_years=3), make_business(start_year=2015)
    url = f"{reverse('exception_create')}?usaha={business.pk}&tahap={phase.pk}&syarat=years"
    page = text(client.get(url))
    assert "sudah terpenuhi" in page
    assert "Kirim permintaan" not in page


@pytest.mark.parametrize(
    "query", ["", "usaha=abc", "usaha=\x00", "usaha=1&tahap=9999999999999999999999", "syarat=verified"]
)
def test_odd_addresses_of_an_exception_are_404(client, coordinator, query):
    assert client.get(f"{reverse('exception_create')}?{query}").status_code == 404
