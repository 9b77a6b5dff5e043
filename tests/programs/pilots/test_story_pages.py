"""Stories in public, at the board's desk, and before the owner who agrees."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.pilots.models import Story, StoryConsent
from soksi_portal.accounts.choices import Role
from tests.factories import make_document, make_pilot, make_user
from tests.programs.pilots.embryo import BODY, make_story
from tests.programs.pilots.pages import messages_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(client):
    user = make_user(Role.BOARD)
    client.force_login(user)
    return user


def photo_url(story: Story) -> str:
    return reverse("story_photo", args=[story.pk, story.photos.get().pk])


def test_published_story_is_read_by_everybody_and_kept_by_no_cache(client):
    story = make_story(state="published")
    for url in (
        story.get_absolute_url(),
        reverse("story_list"),
        reverse("front"),
        reverse("progress_province", args=["32"]),
    ):
        response = client.get(url)
        assert story.title in text(response)
        assert "no-store" in response["Cache-Control"]
    page = text(client.get(story.get_absolute_url()))
    assert page.count("<p>Siti mulai") == 1
    assert 'alt="Warung Siti di pagi hari"' in page
    photo = client.get(photo_url(story))
    assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in photo["Cache-Control"]
    assert not photo.has_header("ETag")


def test_one_press_of_the_owner_takes_page_and_pictures_down(client):
    story = make_story(state="published")
    client.force_login(story.business.owner.user)
    page = text(client.get(reverse("story_consent", args=[story.pk])))
    assert "Tarik persetujuan saya" in page
    assert "turunkan cerita ini" in text(client.get(story.pilot.get_absolute_url()))
    assert client.post(reverse("story_withdraw", args=[story.pk])).status_code == 302
    visitor = Client()
    for url in (story.get_absolute_url(), photo_url(story)):
        assert visitor.get(url).status_code == 404
    for url in (reverse("story_list"), reverse("front")):
        assert story.title not in text(visitor.get(url))


@pytest.mark.parametrize("state", ["draft", "asked", "agreed"])
def test_unpublished_story_is_for_the_board_and_its_owner(client, state):
    story = make_story(state=state)
    assert client.get(story.get_absolute_url()).status_code == 404
    assert client.get(photo_url(story)).status_code == 404
    stranger = make_pilot().business.owner.user
    own = story.business.owner.user
    seen = 404 if state == "draft" else 200
    for user, expected in (
        (make_user(Role.BOARD), 200),
        (own, seen),
        (stranger, 404),
        (make_user(Role.JAMKRINDO), 404),
    ):
        client.force_login(user)
        assert client.get(photo_url(story)).status_code == expected
    client.force_login(own)
    assert client.get(reverse("story_consent", args=[story.pk])).status_code == seen
    client.force_login(stranger)
    assert client.get(reverse("story_consent", args=[story.pk])).status_code == 404


def test_board_writes_asks_and_publishes(client, board):
    pilot = make_pilot()
    first, second = (make_document(business=pilot.business) for _ in range(2))
    url = reverse("story_create", args=[pilot.pk])
    typed = {"title": "Dari satu wajan", "body": BODY, f"photo_{first.pk}": "on"}
    wrong = text(client.post(url, typed))
    assert "Tulis apa yang tampak di foto ini." in wrong
    assert "Kini enam tetangga" in wrong  # what was typed is kept
    response = client.post(url, {**typed, f"alt_{first.pk}": "Warung di pagi hari", f"alt_{second.pk}": "x"})
    story = Story.objects.get()
    assert response.url == reverse("story_manage", args=[story.pk])
    assert [photo.document for photo in story.photos.all()] == [first]
    client.post(reverse("story_ask", args=[story.pk]))
    owner = Client()
    owner.force_login(pilot.business.owner.user)
    assert "Bolehkah cerita" in text(owner.get(reverse("home")))
    page = text(owner.get(reverse("story_consent", args=[story.pk])))
    assert "Kini enam tetangga" in page
    assert "dapat saya tarik kapan saja" in page
    refused = owner.post(reverse("story_agree", args=[story.pk]), {"versi": "7"})
    assert "diubah sejak" in messages_of(owner, refused)[0]
    for odd in ("", "\x00", "9" * 30, "-1", "x"):
        assert owner.post(reverse("story_agree", args=[story.pk]), {"versi": odd}).status_code == 302
    assert not StoryConsent.objects.exists()
    owner.post(reverse("story_agree", args=[story.pk]), {"versi": "1"})
    assert "1 cerita siap terbit" in text(client.get(reverse("home")))
    client.post(reverse("story_publish", args=[story.pk]))
    assert Client().get(story.get_absolute_url()).status_code == 200
    assert client.get(url).status_code == 302  # there is one already


def test_owner_who_does_not_agree_says_what_to_change(client, board):
    story = make_story(state="asked", by=board)
    owner = Client()
    owner.force_login(story.business.owner.user)
    owner.post(reverse("story_consent", args=[story.pk]), {"wish": "Jangan sebut tetangga."})
    assert "Jangan sebut tetangga." in text(client.get(reverse("story_manage", args=[story.pk])))
    edit = reverse("story_edit", args=[story.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, {"title": "Dari satu wajan", "body": BODY.replace("tetangga", "orang")})
    story.refresh_from_db()
    assert (story.state, story.version) == ("draft", 2)


@pytest.mark.parametrize("body", ["\x00" * 200, "<script>alert(1)</script>" * 9, "x" * 9000, "🙂" * 200])
def test_odd_words_are_shown_as_words(client, board, body):
    pilot = make_pilot()
    url = reverse("story_create", args=[pilot.pk])
    response = client.post(url, {"title": "Judul yang cukup", "body": body})
    assert response.status_code in (200, 302)
    if response.status_code == 302:
        assert "<script>alert(1)" not in text(client.get(response.url))


def test_board_takes_down_with_a_reason_that_the_owner_reads(client, board):
    story = make_story(state="published")
    url = reverse("story_take_down", args=[story.pk])
    assert "paling sedikit 20 huruf" in text(client.post(url, {"reason": "Salah"}))
    assert client.post(url, {"reason": "Fotonya ternyata memuat orang lain."}).status_code == 302
    assert Client().get(story.get_absolute_url()).status_code == 404


def test_desk_and_public_list_take_as_many_queries_for_three_as_for_one(client, board):
    make_story(state="published")
    urls = [reverse("story_desk"), reverse("story_list"), reverse("front")]

    def counted() -> list[int]:
        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            found.append(len(captured))
        return found

    before = counted()
    for _ in range(2):
        make_story(state="published")
    assert counted() == before
    exported = client.get(reverse("story_desk"), {"format": "csv"})
    assert b"".join(exported.streaming_content).count(b"\r\n") == 4
