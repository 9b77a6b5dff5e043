"""Learning gain and feedback in numbers."""

import csv
import re

import pytest
from django.urls import reverse

from programs.training.assessment.learning import difference, normalized, sums_of, warning
from programs.training.assessment.room import enter_paper_scores
from programs.training.models import LearningTally, Module, Session, Sitting
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import make_province, make_user
from tests.programs.training.assessment.makers import (
    POST,
    PRE,
    make_case,
    make_feedback,
    make_over,
    make_sitting,
)
from tests.programs.training.certificates.makers import make_present

pytestmark = pytest.mark.django_db
LISTS = ("learning_modules", "learning_trainers")
WORDS = ("Terlalu cepat sekali", "Ruangnya panas")


def of_module(module: Module):
    return sums_of(Module.objects.filter(pk=module.pk), LearningTally.objects.all()).get()


def counted() -> tuple[int, int, int]:
    """The same, out of the scores themselves."""
    cases = [
        (pre.score, post.score)
        for pre in Sitting.objects.finished().filter(kind=PRE)
        for post in Sitting.objects.finished().filter(kind=POST, number=1, invitation=pre.invitation_id)
    ]
    return len(cases), sum(pre for pre, _post in cases), sum(post for _pre, post in cases)


def test_gain_is_of_people_with_both_scores_and_the_first_sitting():
    session = make_over(pass_mark=90)
    make_case(session, 1, 3)
    repeated = make_case(session, 2, 3)
    make_sitting(repeated, POST, number=2, right=4)
    make_sitting(make_present(session), PRE, right=0)
    make_sitting(make_present(session), POST, right=4)
    sums = of_module(session.module)
    assert (sums.cases, sums.pre_sum, sums.post_sum) == (2, 75, 150) == counted()
    assert difference(sums) == 37.5
    assert normalized(sums) == pytest.approx(75 / 125)
    assert warning(sums) == "Terlalu sedikit"


def test_a_corrected_paper_score_corrects_the_sums_and_folding_keeps_them():
    session = make_over()
    invitation = make_present(session)
    for kind, right in ((PRE, 1), (POST, 2), (POST, 4), (PRE, 2)):
        enter_paper_scores(session=session, kind=kind, rights={invitation.pk: right}, by=session.trainer)
        sums = LearningTally.objects.all()
        assert sum(one.cases for one in sums) == counted()[0]
        assert sum(one.pre_sum for one in sums) == counted()[1]
        assert sum(one.post_sum for one in sums) == counted()[2]
    assert LearningTally.objects.fold() == 3
    assert LearningTally.objects.fold() == 0
    sums = of_module(session.module)
    assert (sums.cases, sums.pre_sum, sums.post_sum) == (1, 50, 100)


def test_nothing_left_to_learn_is_no_gain_rather_than_an_error():
    session = make_over()
    make_case(session, 4, 4)
    assert normalized(of_module(session.module)) is None


def test_staff_compare_modules_and_trainers_and_a_trainer_reads_the_own(client, staff):
    session, other = make_over(), make_over()
    make_case(session, 1, 3)
    make_case(other, 2, 2)

    def rows(name: str, **query) -> list:
        listing = client.get(reverse(name), query).context["listing"]
        return [(row.record, row.record.cases) for row in listing.rows]

    modules = sorted(((one.module, 1) for one in (session, other)), key=lambda pair: pair[0].title)
    assert rows("learning_modules") == modules
    assert rows("learning_modules", pelatih=other.trainer_id) == [(other.module, 1)]
    assert rows("learning_modules", tahun="2015") == []
    assert rows("learning_trainers", modul=session.module_id) == [(session.trainer, 1)]
    assert rows("learning_trainers", provinsi=make_province("91").code) == []
    for odd in ("\x00", "9" * 40, "☕"):
        names = ("modul", "pelatih", "provinsi", "tahun", "urut", "sesudah")
        assert client.get(reverse("learning_trainers"), dict.fromkeys(names, odd)).status_code == 200
    client.force_login(session.trainer)
    assert rows("learning_modules", pelatih=other.trainer_id) == [(session.module, 1)]
    assert client.get(reverse("learning_trainers")).status_code == 403


@pytest.mark.parametrize("name", ["learning_modules", "learning_trainers"])
def test_lists_cost_the_same_queries_with_one_and_three_rows(
    client, staff, django_assert_max_num_queries, name
):
    def queries() -> int:
        with django_assert_max_num_queries(30) as captured:
            client.get(reverse(name))
        return len(captured)

    make_case(make_over(), 1, 3)
    one = queries()
    for _ in range(2):
        make_case(make_over(), 1, 3)
    assert queries() == one


def test_export_says_what_the_page_says(client, staff):
    make_case(make_over(), 1, 3)
    text = b"".join(client.get(reverse("learning_modules"), {"format": "csv"})).decode("utf-8-sig")
    assert "25.0" in text or "25,0" in text
    assert "Terlalu sedikit" in text


def shown(client, session: Session) -> dict[str, list[str]]:
    """What can be read of opinions, by where: the cells of lists and files, the tiles and words of pages."""
    pages = {name: client.get(reverse(name)).content.decode() for name in (*LISTS, "feedback_words")}
    pages["session_tests"] = client.get(reverse("session_tests", args=[session.pk])).content.decode()
    found = {
        name: re.findall(r'data-label="(?:Manfaat|Kejelasan)"[^>]*>([^<]*)<', pages[name]) for name in LISTS
    }
    found["tiles"] = re.findall(r'class="figure-value">([^<]*)<', pages["session_tests"])
    found["words"] = [one for page in pages.values() for one in WORDS if one in page]
    for name in LISTS:
        lines = b"".join(client.get(reverse(name), {"format": "csv"})).decode("utf-8-sig").splitlines()
        (row,) = csv.DictReader(lines)
        found[f"{name}.csv"] = [row["Manfaat"], row["Kejelasan"]]
    return found


def test_opinions_of_fewer_than_three_are_shown_nowhere(client, staff):
    session = make_over()
    for words in WORDS:
        make_feedback(session, words=words, usefulness=2)
    hidden = {name: ["–", "–"] for name in LISTS} | {f"{name}.csv": ["", ""] for name in LISTS}
    assert shown(client, session) == {"tiles": [], "words": [], **hidden}
    third = make_feedback(session, usefulness=2)
    told = {name: ["2,0", "5,0"] for name in LISTS} | {f"{name}.csv": ["2.0", "5.0"] for name in LISTS}
    assert shown(client, session) == {"tiles": ["2,0", "5,0", "3"], "words": [*WORDS, *WORDS], **told}
    client.force_login(session.trainer)
    text = client.get(reverse("session_tests", args=[session.pk])).content.decode()
    assert "Terlalu cepat" in text
    names = User.objects.filter(invitations__feedback__isnull=False).values_list("full_name", flat=True)
    assert third.invitation.person.full_name in names
    assert not any(name in client.get(reverse("feedback_words")).content.decode() for name in names)


def test_words_come_in_no_order_of_time(client, staff):
    session = make_over()
    for words in ("Zebra", "Apel", "Mangga"):
        make_feedback(session, words=words)
    said = client.get(reverse("feedback_words")).context["said"]
    assert [one.words for one in said] == [["Apel", "Mangga", "Zebra"]]
    other = make_over(module=session.module)
    make_feedback(other, words="Jeruk")
    for trainer, words in ((session.trainer, ["Apel", "Mangga", "Zebra"]), (other.trainer, [])):
        said = client.get(reverse("feedback_words"), {"pelatih": trainer.pk}).context["said"]
        assert [one.words for one in said] == [words]


def test_trainer_of_nothing_reads_an_empty_page(client):
    client.force_login(make_user(Role.TRAINER))
    assert "Belum ada hasil" in client.get(reverse("learning_modules")).content.decode()
    assert "Belum ada saran" in client.get(reverse("feedback_words")).content.decode()


def test_scores_are_listed_latest_first_for_staff_and_the_own_trainer(
    client, staff, django_assert_max_num_queries
):
    session, other = make_over(), make_over()
    invitation = make_case(session, 1, 3)

    def rows(**query) -> list[tuple[str, int]]:
        listing = client.get(reverse("score_list"), query).context["listing"]
        return [(row.record.kind, row.record.score) for row in listing.rows]

    def queries() -> int:
        with django_assert_max_num_queries(30) as captured:
            rows()
        return len(captured)

    one = queries()
    make_case(other, 2, 4)
    make_sitting(make_present(other), POST)  # not handed in
    assert queries() == one
    assert rows() == [("post", 100), ("pre", 50), ("post", 75), ("pre", 25)]
    assert rows(tes="post", modul=session.module_id) == [("post", 75)]
    assert rows(urut="nilai", provinsi=invitation.province_id)[0] == ("pre", 25)
    assert rows(pelatih=other.trainer_id, tes="pre") == [("pre", 50)]
    for odd in ("\x00", "9" * 40, "☕"):
        names = ("tes", "modul", "pelatih", "provinsi", "urut", "sesudah", "sebelum")
        assert client.get(reverse("score_list"), dict.fromkeys(names, odd)).status_code == 200
    client.force_login(session.trainer)
    assert rows(pelatih=other.trainer_id) == [("post", 75), ("pre", 25)]
    text = b"".join(client.get(reverse("score_list"), {"format": "csv"})).decode("utf-8-sig")
    assert invitation.person.full_name in text
    assert text.count("\n") == 3
