"""What the messages say to whom."""

from datetime import timedelta

import pytest

from programs.training.messages import lead_words, reminder_text
from soksi_portal.outbox.occasions import find
from soksi_portal.outbox.texts.services import text_for
from tests.factories import make_invitation, make_session

pytestmark = pytest.mark.django_db


def reminder(occasion, invitation):
    fields = reminder_text(invitation, timedelta(days=7)).fields
    return text_for(find(occasion), {"nama": invitation.person.full_name, **fields})


@pytest.mark.parametrize(
    ("occasion", "state", "sentence"),
    [
        ("answer_reminder", "invited", "Anda belum menjawab undangan pelatihan ini. Mohon jawab sekarang."),
        ("session_reminder", "confirmed", "Ini pengingat untuk pelatihan yang akan Anda hadiri."),
        ("session_changed", "waiting", "Anda ada di daftar tunggu. Lihat urutan Anda di sini: http://"),
    ],
)
def test_message_says_what_the_person_has_answered(occasion, state, sentence):
    invitation = make_invitation(state=state)
    fields = reminder_text(invitation, timedelta(days=7)).fields | {"perubahan": "", "nama": "Siti"}
    text = text_for(find(occasion), fields)
    assert sentence in text.body
    assert f"http://testserver/undangan/{invitation.token}/" in text.body


def test_short_form_has_the_link_and_fits_however_long_the_names_are():
    invitation = make_invitation()
    invitation.session.module.title = "Pembukuan untuk semua " * 20
    text = reminder("session_reminder", invitation)
    assert text.title.startswith("7 hari lagi: pelatihan Pembukuan untuk semua")
    assert len(text.short) <= 300
    assert text.short.endswith(f"http://testserver/undangan/{invitation.token}/")


@pytest.mark.parametrize(("state", "has_link"), [("invited", False), ("confirmed", True), ("waiting", False)])
def test_link_of_an_online_session_goes_to_who_confirmed(state, has_link):
    session = make_session(mode="online", link="https://rapat.test/x")
    text = reminder("session_reminder", make_invitation(session=session, state=state))
    assert ("https://rapat.test/x" in text.body) is has_link


def test_lead_times_in_words():
    leads = [timedelta(days=7), timedelta(days=1), timedelta(hours=2)]
    assert [lead_words(lead) for lead in leads] == ["7 hari", "1 hari", "2 jam"]
