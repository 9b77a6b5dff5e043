"""Who sees which session, and what of it."""

import pytest
from django.urls import reverse

from programs.training.choices import InvitationState
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_phase, make_pilot, make_province, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.JAMKRINDO, True), (Role.BOARD, True), (Role.ADMIN, True),
        (Role.COORDINATOR, False), (Role.TRAINER, False), (Role.CADRE, False),
    ],
)  # fmt: skip
def test_session_of_another_province_or_trainer_is_out_of_scope(client, role, seen):
    session = make_session(provinces=[make_province("91")])
    client.force_login(make_user(role, province=make_province("32")))
    assert client.get(session.get_absolute_url()).status_code == (200 if seen else 404)
    listed = [row.record for row in client.get(reverse("session_list")).context["listing"].rows]
    assert listed == ([session] if seen else [])


def test_own_province_own_session_and_own_invitation_are_in_scope(client):
    session = make_session(provinces=[make_province("32")])
    invitation = make_invitation(session=session)
    for user in (
        make_user(Role.COORDINATOR, province=make_province("32")),
        session.trainer,
        invitation.person,
    ):
        client.force_login(user)
        assert client.get(session.get_absolute_url()).status_code == 200
        assert [row.record for row in client.get(reverse("session_list")).context["listing"].rows] == [
            session
        ]


def test_bank_has_no_trainings(client):
    client.force_login(make_user(Role.BANK))
    assert client.get(reverse("session_list")).status_code == 403


def test_invitation_taken_back_takes_the_session_out_of_scope(client):
    invitation = make_invitation(state=InvitationState.CANCELLED)
    client.force_login(invitation.person)
    assert client.get(invitation.session.get_absolute_url()).status_code == 404


def test_coordinator_reads_the_own_provinces_people_only(client):
    west, papua = make_province("32"), make_province("91")
    session = make_session(provinces=[west, papua])
    near = make_invitation(session=session, pilot=make_pilot(province=west))
    far = make_invitation(
        session=session, pilot=make_pilot(phase=make_phase(provinces=[papua]), province=papua)
    )
    client.force_login(make_user(Role.COORDINATOR, province=west))
    page = client.get(session.get_absolute_url()).content.decode()
    assert near.person.full_name in page
    assert far.person.full_name not in page


def test_cadre_reads_neither_other_people_nor_the_link_before_confirming(client):
    session = make_session(mode="online", link="https://rapat.test/rahasia")
    own, other = make_invitation(session=session), make_invitation(session=session)
    client.force_login(own.person)
    page = client.get(session.get_absolute_url()).content.decode()
    assert other.person.full_name not in page
    assert other.token not in page
    assert "rapat.test" not in page
    own.state = InvitationState.CONFIRMED
    own.save()
    assert "https://rapat.test/rahasia" in client.get(session.get_absolute_url()).content.decode()
