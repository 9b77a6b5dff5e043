"""Stories: nothing is public without its owner's standing consent to exactly that, by rule and by wall."""

import pgtrigger
import pytest
from django.db import transaction
from django.utils import timezone

from programs.pilots.errors import StoryNotAgreed, StoryRefused
from programs.pilots.models import Story, StoryConsent, StoryPhoto
from programs.pilots.stories import services
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.own_data import held_about
from tests.factories import make_business, make_document, make_pilot, make_user
from tests.programs.pilots.embryo import BODY, REASON, make_graduate, make_story
from tests.programs.pilots.makers import told
from tests.programs.pilots.test_walls import refused
from tests.umkm.businesses.leftovers import where_found
from umkm.businesses.documents.services import remove_document
from umkm.businesses.models import Business
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.models import Cadre
from umkm.cadres.rights.services import ask, lift_restriction

pytestmark = pytest.mark.django_db


def state_of(story: Story) -> str:
    return Story.objects.get(pk=story.pk).state


def owner_of(story: Story):
    return story.business.owner.user


def test_story_goes_from_draft_over_consent_into_public():
    story = make_story(state="published")
    consent = story.consents.get()
    assert list(Story.objects.published()) == [story]
    assert (consent.version, consent.text_version, consent.given_by) == (1, "cerita-1", owner_of(story))
    assert consent.shown["body"] == BODY
    assert [photo["alt"] for photo in consent.shown["photos"]] == ["Warung Siti di pagi hari"]
    assert [occasion for occasion, _who in told()] == ["story_asked", "story_answered", "story_published"]


def test_nothing_is_published_before_the_owner_agrees():
    board = make_user(Role.BOARD)
    for state in ("draft", "asked"):
        with pytest.raises(StoryNotAgreed):
            services.publish_story(story=make_story(state=state), by=board)


def test_change_after_consent_asks_anew_and_takes_it_down_meanwhile():
    story, board = make_story(state="published"), make_user(Role.BOARD)
    changed = services.edit_story(story=story, title=story.title, body=BODY + " Baru.", pictures=[], by=board)
    assert (changed.state, changed.version) == ("draft", 2)
    assert not Story.objects.published().exists()
    services.ask_consent(story=story, by=board)
    with pytest.raises(StoryRefused, match="diubah sejak"):
        services.give_consent(story=story, version=1, by=owner_of(story))
    services.give_consent(story=story, version=2, by=owner_of(story))
    services.publish_story(story=story, by=board)
    assert Story.objects.published().get().version == 2


def test_withdrawn_consent_takes_it_down_at_once_and_is_told():
    story = make_story(state="published")
    down = services.withdraw_consent(story=story, by=owner_of(story))
    assert (down.state, Story.objects.published().exists()) == ("down", False)
    assert told()[-1] == ("story_withdrawn", story.written_by.full_name)
    services.withdraw_consent(story=story, by=owner_of(story))  # twice is once
    assert [occasion for occasion, _who in told()].count("story_withdrawn") == 1
    with pytest.raises(StoryNotAgreed):
        services.publish_story(story=story, by=make_user(Role.BOARD))


def test_only_the_owner_agrees_declines_and_withdraws():
    story, stranger = make_story(state="asked"), make_user(Role.BOARD)
    with pytest.raises(StoryRefused):
        services.give_consent(story=story, version=1, by=stranger)
    with pytest.raises(StoryRefused):
        services.decline_story(story=story, wish="", by=stranger)
    with pytest.raises(StoryRefused):
        services.withdraw_consent(story=story, by=stranger)
    declined = services.decline_story(story=story, wish="Jangan sebut anak saya.", by=owner_of(story))
    assert (declined.state, declined.wish) == ("declined", "Jangan sebut anak saya.")
    assert told()[-1] == ("story_answered", story.written_by.full_name)


def test_board_takes_down_with_a_reason():
    story = make_story(state="published")
    services.take_down_story(story=story, reason=REASON, by=make_user(Role.BOARD))
    assert state_of(story) == "down"
    assert told()[-1] == ("story_taken_down", owner_of(story).full_name)
    with pytest.raises(StoryRefused):
        services.take_down_story(story=story, reason=REASON, by=make_user(Role.BOARD))


def test_one_story_about_a_pilot_or_graduate_and_none_about_who_left():
    story = make_story(pilot=make_graduate())
    picture = {"title": "Judul lain", "body": BODY, "pictures": [], "by": make_user(Role.BOARD)}
    with pytest.raises(StoryRefused, match="sudah ada"):
        services.create_story(pilot=story.pilot, **picture)
    left = make_pilot()
    left.ended_at, left.ended_by, left.outcome = timezone.now(), make_user(), "withdrawn"
    left.save()
    with pytest.raises(StoryRefused, match="aktif atau sudah lulus"):
        services.create_story(pilot=left, **picture)


@pytest.mark.parametrize("kind", [DataRequestKind.WITHDRAW, "restricted"])
def test_restricted_person_is_in_no_story_and_needs_to_agree_anew(kind):
    story = make_story(state="published")
    cadre = story.business.owner
    if kind == "restricted":
        Cadre.objects.filter(pk=cadre.pk).update(restricted_at=timezone.now())
    else:
        ask(user=owner_of(story), kind=kind)
    assert state_of(story) == "down"
    assert not StoryConsent.objects.standing().exists()
    Cadre.objects.filter(pk=cadre.pk).update(restricted_at=None)
    assert not Story.objects.published().exists()
    assert lift_restriction(cadre=cadre, by=make_user(Role.ADMIN)).restricted_at is None


def test_new_owner_has_agreed_to_nothing():
    story = make_story(state="published")
    with pgtrigger.ignore("businesses.Business:state_keeps_keys"):  # as the service does that hands it on
        Business.objects.filter(pk=story.business_id).update(owner=make_business().owner)
    assert state_of(story) == "down"


def test_erased_person_leaves_no_word_and_no_picture():
    story = make_story(pilot=make_graduate(), state="published")
    person = owner_of(story)
    erasure = erase_person(
        request=ask(user=person, kind=DataRequestKind.ERASE),
        by=make_user(Role.ADMIN),
        reason="Permintaan sendiri",
    )
    story.refresh_from_db()
    assert (story.state, story.title, story.body) == ("down", "(dihapus)", "(dihapus)")
    assert not StoryPhoto.objects.exists()
    assert StoryConsent.objects.get().shown == {}
    assert {event.title for event in story.events.all()} == {"(dihapus)"}
    assert erasure.counts["stories"] == 1
    assert where_found(["satu wajan", "warung siti"]) == []  # nor in messages, trail and consents


def test_what_is_held_names_story_and_consent():
    story = make_story(state="published")
    held = {section.key: len(section.records) for section in held_about(owner_of(story))}
    assert held["cerita"] == 2


def test_picture_that_the_owner_takes_away_is_gone_from_the_story():
    story = make_story(state="published")
    remove_document(document=story.photos.get().document, by=owner_of(story))
    assert not StoryPhoto.objects.kept().exists()
    assert Story.objects.published().exists()


# --- walls ---


def test_wall_published_needs_a_standing_consent_to_that_version():
    story = make_story(state="agreed")
    published = {"state": "published", "published_by": make_user(), "published_at": timezone.now()}
    consents = StoryConsent.objects.all()
    with refused("story_consent_stays|Cannot"), transaction.atomic():
        consents.update(version=2)
    consents.update(withdrawn_at=timezone.now())
    assert state_of(story) == "down"  # agreed no longer
    with refused("published_with_consent"), transaction.atomic():
        Story.objects.update(**published)
    draft = make_story()
    with refused("published_with_consent|story_flow"), transaction.atomic():
        Story.objects.filter(pk=draft.pk).update(**published)
    asked = make_story(state="asked")
    with refused("published_with_consent"), transaction.atomic():
        Story.objects.filter(pk=asked.pk).update(state="agreed")


def test_wall_words_and_pictures_stand_once_asked():
    story = make_story(state="published")
    other = make_document(business=story.business)
    with refused("story_words_as_asked"), transaction.atomic():
        Story.objects.update(body="Lain sama sekali.")
    with refused("story_words_as_asked"), transaction.atomic():
        Story.objects.update(version=2)
    with refused("story_words_as_asked: same version"), transaction.atomic():
        Story.objects.update(state="draft")
    with refused("story_photos_as_asked"), transaction.atomic():
        StoryPhoto.objects.create(story=story, document=other, alt="Lain", position=2)
    with refused("story_photos_as_asked"), transaction.atomic():
        StoryPhoto.objects.all().delete()


def test_wall_pictures_are_described_and_of_the_business():
    story = make_story()
    with refused("story_photo_fits"), transaction.atomic():
        StoryPhoto.objects.create(
            story=story, document=make_document(business=make_business()), alt="Orang lain", position=2
        )
    with refused("story_photo_fits"), transaction.atomic():
        paper = make_document(business=story.business, kind="nib")
        StoryPhoto.objects.create(story=story, document=paper, alt="NIB", position=2)
    with refused("story_photo_described"), transaction.atomic():
        StoryPhoto.objects.update(alt="")


def test_wall_consent_is_the_owners_to_what_she_was_asked():
    story = make_story(state="asked")
    values = {"version": 1, "text_version": "cerita-1", "words": "Ya", "given_by": owner_of(story)}
    with refused("story_consent_of_owner"), transaction.atomic():
        StoryConsent.objects.create(story=story, **{**values, "given_by": make_user(Role.BOARD)})
    with refused("story_consent_of_owner"), transaction.atomic():
        StoryConsent.objects.create(story=story, **{**values, "version": 2})
    with refused("story_consent_of_owner"), transaction.atomic():
        draft = make_story()
        StoryConsent.objects.create(story=draft, **{**values, "given_by": owner_of(draft)})
    StoryConsent.objects.create(story=story, **values)
    with refused("keep_story_consent|Cannot"), transaction.atomic():
        StoryConsent.objects.all().delete()


def test_wall_story_begins_as_draft_about_its_own_pilot():
    pilot = make_pilot()
    values = {
        "title": "Judul",
        "body": BODY,
        "written_by": make_user(Role.BOARD),
        "province": pilot.seat.province,
    }
    with refused("story_begins_as_draft|Cannot"), transaction.atomic():
        Story.objects.create(pilot=pilot, business=pilot.business, state="asked", **values)
    with refused("story_of_its_pilot"), transaction.atomic():
        Story.objects.create(pilot=pilot, business=make_business(), **values)
