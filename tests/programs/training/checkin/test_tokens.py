"""The codes: readable by a reader that is not ours, short-lived, and nobody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.training.checkin import tokens
from tests.programs.training.checkin.makers import drawn, make_guest, make_running, read_picture
from tests.programs.training.makers import renew_secret

pytestmark = pytest.mark.django_db
ADDRESS = "https://kemitraan.example.id/hadir/1234567-3467ACDEFG/"


@pytest.fixture
def session():
    return make_running()


def seen_after(session, seconds: float, time_machine) -> bool:
    """Whether the code shown at the very beginning of its 30 seconds still counts later."""
    begin = timezone.now().replace(second=0, microsecond=0)
    time_machine.move_to(begin, tick=False)
    token = tokens.screen_token(session)
    time_machine.move_to(begin + timedelta(seconds=seconds), tick=False)
    return tokens.read_screen_token(token) == (session.pk, True)


def test_qr_is_read_back_by_another_reader():
    assert read_picture(drawn(tokens.qr_svg(ADDRESS, "Kode"))) == [ADDRESS]


@pytest.mark.parametrize(
    ("seconds", "counts"), [(0, True), (59, True), (89, True), (90, False), (3600, False)]
)
def test_code_of_the_screen_counts_for_a_minute_and_a_half(session, seconds, counts, time_machine):
    assert seen_after(session, seconds, time_machine) is counts


def test_code_changes_every_thirty_seconds(session, time_machine):
    begin = timezone.now().replace(second=0, microsecond=0)
    shown = []
    for seconds in (0, 29, 30, 60):
        time_machine.move_to(begin + timedelta(seconds=seconds), tick=False)
        shown.append(tokens.screen_token(session))
    assert shown[0] == shown[1]
    assert len(set(shown)) == 3


def test_code_to_come_does_not_count_yet(session, time_machine):
    begin = timezone.now().replace(second=0, microsecond=0)
    time_machine.move_to(begin + timedelta(seconds=30), tick=False)
    token = tokens.screen_token(session)
    time_machine.move_to(begin, tick=False)
    assert tokens.read_screen_token(token) == (session.pk, False)


def test_code_of_one_session_is_none_of_another(session):
    other = make_running()
    code = tokens.screen_token(session).partition("-")[2]
    assert tokens.read_screen_token(f"{other.pk}-{code}") == (other.pk, False)


def test_odd_words_are_no_token():
    for odd in ("", "x", "-", "1-", "1-abc", "9" * 30, "1-3467ACDEF\x00", "☕-3467ACDEFG", "1" * 500):
        assert tokens.read_screen_token(odd) is None
        assert tokens.invitations_of_tokens([odd]) == []
        assert tokens.session_of_typed(odd) is None


def test_typed_code_finds_the_running_session_in_any_spelling(session):
    make_running()
    shown = tokens.typed_code(tokens.screen_token(session))
    for typed in (shown, shown.lower(), shown.replace(" ", "-"), f"  {shown} "):
        assert tokens.session_of_typed(typed) == session


def test_typed_code_finds_nothing_of_a_session_that_is_over():
    over = make_running(
        starts_at=timezone.now() - timedelta(hours=5), ends_at=timezone.now() - timedelta(hours=1)
    )
    assert tokens.session_of_typed(tokens.typed_code(tokens.screen_token(over))) is None


def test_code_of_an_invitation_ends_with_its_secret(session):
    invitation = make_guest(session)
    token = tokens.person_token(invitation)
    assert tokens.invitations_of_tokens([token]) == [invitation]
    renew_secret(invitation)
    assert tokens.invitations_of_tokens([token]) == []


def test_code_of_one_guest_is_none_of_another(session):
    one, other = make_guest(session), make_guest(session, "Budi")
    assert tokens.invitations_of_tokens([f"{other.pk}-{tokens.person_code(one)}"]) == []
