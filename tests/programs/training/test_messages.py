"""What the messages say to whom."""

from datetime import timedelta

import pytest

from programs.training.messages import lead_words, reminder_text
from tests.factories import make_invitation, make_session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("invited", "Anda belum menjawab undangan pelatihan ini. Mohon jawab sekarang."),
        ("confirmed", "Ini pengingat untuk pelatihan yang akan Anda hadiri."),
        ("waiting", "Anda ada di daftar tunggu dan diberi tahu bila ada tempat."),
    ],
)
def test_reminder_says_what_the_person_has_answered(state, sentence):
    invitation = make_invitation(state=state)
    title, body = reminder_text(invitation, timedelta(days=7))
    assert title == f"7 hari lagi: pelatihan {invitation.session.module}"
    assert sentence in body
    assert f"http://testserver/undangan/{invitation.token}/" in body


@pytest.mark.parametrize(("state", "has_link"), [("invited", False), ("confirmed", True), ("waiting", False)])
def test_link_of_an_online_session_goes_to_who_confirmed(state, has_link):
    session = make_session(mode="online", link="https://rapat.test/x")
    _, body = reminder_text(make_invitation(session=session, state=state), timedelta(hours=2))
    assert ("https://rapat.test/x" in body) is has_link


def test_lead_times_in_words():
    leads = [timedelta(days=7), timedelta(days=1), timedelta(hours=2)]
    assert [lead_words(lead) for lead in leads] == ["7 hari", "1 hari", "2 jam"]
