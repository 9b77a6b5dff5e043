"""The secret address of a person's calendar."""

from datetime import timedelta

import pytest
import vobject
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from programs.training.calendars.subscriptions import renew_subscription, revoke_subscription
from programs.training.models import CalendarSubscription, Invitation
from programs.training.personal import ERASER
from programs.training.services import cancel_session
from soksi_portal.accounts.choices import Role
from tests.factories import make_cadre, make_invitation, make_province, make_session, make_user
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


def address_of(person) -> str:
    return reverse("calendar_feed", args=[renew_subscription(by=person).token])


def uids(response) -> set[str]:
    calendar = vobject.readOne(response.content.decode())
    return {event.uid.value.split("@")[0] for event in getattr(calendar, "vevent_list", [])}


def test_feed_has_what_one_is_invited_to_and_nothing_else(client):
    mine = make_invitation()
    make_invitation()
    declined = make_invitation(person=mine.person, state="declined", pilot=mine.pilot)
    long_ago = make_session(starts_at=timezone.now() - timedelta(days=120))
    make_invitation(session=long_ago, person=mine.person, pilot=mine.pilot)
    url = address_of(mine.person)
    assert uids(client.get(url)) == {f"sesi-{mine.session_id}"}
    Invitation.objects.filter(pk=declined.pk).update(state="confirmed")
    assert uids(client.get(url)) == {f"sesi-{mine.session_id}", f"sesi-{declined.session_id}"}


def test_feed_of_trainer_coordinator_and_staff(client):
    home = make_session(provinces=[make_province("32")])
    make_session(provinces=[make_province("91")])
    for person in (home.trainer, make_user(Role.COORDINATOR, province=make_province("32")), home.created_by):
        assert uids(client.get(address_of(person))) == {f"sesi-{home.pk}"}


def test_cancelled_session_stays_in_the_feed_as_cancelled(client):
    invitation = make_invitation()
    cancel_session(session=invitation.session, reason="Banjir", by=make_user(Role.JAMKRINDO))
    event = vobject.readOne(client.get(address_of(invitation.person)).content.decode()).vevent
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")


def test_unchanged_feed_answers_not_modified_and_a_change_does_not(client):
    invitation = make_invitation()
    url = address_of(invitation.person)
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    type(invitation.session).objects.filter(pk=invitation.session_id).update(revision=1)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_feed_names_nobody(client):
    invitation = make_invitation()
    content = client.get(address_of(invitation.person)).content.decode().replace("\r\n ", "")
    for person in (invitation.person, invitation.session.trainer):
        assert person.full_name not in content
        assert person.email not in content
    assert str(invitation.pilot.business) not in content
    assert invitation.token not in content


def test_address_dies_when_renewed_revoked_or_its_person_leaves(client):
    person = make_invitation().person
    first = address_of(person)
    second = address_of(person)
    assert [client.get(url).status_code for url in (first, second)] == [404, 200]
    revoke_subscription(by=person)
    assert client.get(second).status_code == 404
    third = address_of(person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(third).status_code == 404


@pytest.mark.parametrize("token", ["x", "0" * 64, "☕", "9" * 2000, "%00"])
def test_guessed_address_is_not_found(client, token):
    assert client.get(f"/kalender/{token}.ics").status_code == 404


def test_database_does_not_hold_the_address():
    subscription = renew_subscription(by=make_user(Role.CADRE))
    row = CalendarSubscription.objects.values().get()
    assert len(subscription.token) == 64
    assert subscription.token not in {str(value) for value in row.values()}


def test_one_address_a_person_in_the_database():
    person = make_user(Role.CADRE)
    renew_subscription(by=person)
    with pytest.raises(IntegrityError, match="subscription_one_a_person"), transaction.atomic():
        CalendarSubscription.objects.create(person=person, digest="b" * 64)


def test_page_shows_the_address_until_the_key_changes(client, settings):
    person = make_user(Role.CADRE)
    client.force_login(person)
    url = reverse("calendar_subscription")
    assert "Buat alamat kalender" in client.get(url).content.decode()
    page = client.post(url, {"tindakan": "baru"}, follow=True).content.decode()
    token = CalendarSubscription.objects.get().token
    assert f"/kalender/{token}.ics" in page
    assert 'href="webcal://' in page
    client.post(url, {"tindakan": "cabut"})
    assert CalendarSubscription.objects.filter(revoked_at=None).count() == 0
    settings.SECRET_KEY = "lain"
    assert CalendarSubscription.objects.get().token == ""


def test_address_of_an_erased_person_is_dead(client):
    cadre = make_cadre()
    url = address_of(cadre.user)
    assert ERASER.erase(cadre, make_user(Role.ADMIN))["calendars"] == 1
    assert client.get(url).status_code == 404


def test_reading_is_noted_by_day_only(client):
    person = make_invitation().person
    url = address_of(person)
    client.get(url)
    assert CalendarSubscription.objects.get().last_read_on == timezone.now().date()


def test_feed_costs_the_same_queries_with_one_and_three_sessions(client, django_assert_max_num_queries):
    first = make_invitation()
    url = address_of(first.person)
    client.get(url)

    def queries() -> int:
        with django_assert_max_num_queries(20) as captured:
            client.get(url)
        return len(captured)

    one = queries()
    for _ in range(2):
        make_invitation(person=first.person, pilot=first.pilot)
    assert queries() == one


@pytest.mark.django_db(transaction=True)
def test_addresses_made_at_once_leave_one_alive():
    person = make_user(Role.CADRE)
    in_parallel(lambda _: renew_subscription(by=person).pk, range(6))
    assert CalendarSubscription.objects.filter(person=person, revoked_at=None).count() == 1
