"""The two codes of a check-in: that of the screen says "I am here", that of an invitation says who one is.

Both are computed from the secret key and stored nowhere. A code is short, so that its QR is coarse enough for a cheap
camera across a room and can be typed; what it opens is guarded besides: the screen's lives a minute, the
invitation's counts only together with the screen's and the phone number, or in the hands of the session's trainer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import segno
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from programs.training.certificates.numbers import ALPHABET
from programs.training.choices import SessionState
from programs.training.models import Invitation, Session
from programs.training.models.sessions import ARRIVALS_CLOSE_AFTER, ATTENDANCE_OPENS_BEFORE

PERIOD = timedelta(seconds=30)  # how long the screen shows one code
OVERLAP = 2  # codes before it that still count: who scanned at the last moment on a slow line
SIGNS = 10  # 26 ** 10: nobody tries them through
TYPED_SIGNS = 6  # the first of them, for who has no camera
LONGEST = 80
LONGEST_SESSION = timedelta(days=14)  # bounds the search for a typed code
SCREEN_TOKEN = re.compile(rf"([0-9]{{1,18}})(?:-([{ALPHABET}]{{{SIGNS}}}))?")
PERSON_TOKEN = re.compile(rf"([0-9]{{1,18}})-([{ALPHABET}]{{{TYPED_SIGNS}}})")


def _signs(salt: str, words: str, number: int) -> str:
    rest = int.from_bytes(salted_hmac(salt, words, algorithm="sha256").digest()[:16])
    found = ""
    for _turn in range(number):
        rest, sign = divmod(rest, len(ALPHABET))
        found += ALPHABET[sign]
    return found


def typed_signs(typed: str) -> str:
    """What somebody typed as a code is printed: large letters, neither spaces nor dashes. Empty for what is none."""
    signs = re.sub(r"[\s\-–—.]", "", typed[:LONGEST]).upper()
    return signs if len(signs) == TYPED_SIGNS and all(sign in ALPHABET for sign in signs) else ""


# --- the trainer's screen -------------------------------------------------------------------------


def _screen_code(session_id: int, at: datetime) -> str:
    return _signs("training.checkin.screen", f"{session_id}.{int(at.timestamp() // PERIOD.seconds)}", SIGNS)


def _counting(session_id: int) -> Iterator[str]:
    now = timezone.now()
    return (_screen_code(session_id, now - PERIOD * back) for back in range(OVERLAP + 1))


def screen_token(session: Session) -> str:
    return f"{session.pk}-{_screen_code(session.pk, timezone.now())}"


def typed_code(token: str) -> str:
    """`K7M 4QX`: what stands below the QR for who types it."""
    signs = token.partition("-")[2][:TYPED_SIGNS]
    return f"{signs[:3]} {signs[3:]}"


def read_screen_token(token: str) -> tuple[int, bool] | None:
    """(session id, whether the code is on the screen now); None for what is no token. Without a code: (id, False)."""
    found = SCREEN_TOKEN.fullmatch(token[:LONGEST])
    if found is None:
        return None
    session_id, code = int(found[1]), found[2] or ""
    return session_id, any(constant_time_compare(code, one) for one in _counting(session_id))


def session_of_typed(typed: str) -> Session | None:
    """The running session whose screen shows this code."""
    signs = typed_signs(typed)
    if not signs:
        return None
    now = timezone.now()
    running = Session.objects.filter(
        ~Q(state=SessionState.CANCELLED),
        starts_at__gt=now - LONGEST_SESSION,
        starts_at__lte=now + ATTENDANCE_OPENS_BEFORE,
        ends_at__gte=now - ARRIVALS_CLOSE_AFTER,
    )
    matching = [
        session
        for session in running
        if any(constant_time_compare(signs, code[:TYPED_SIGNS]) for code in _counting(session.pk))
    ]
    return matching[0] if len(matching) == 1 else None


# --- a participant's invitation -------------------------------------------------------------------


def person_code(invitation: Invitation) -> str:
    """Changes with the invitation's own secret, so it ends when that does."""
    return _signs("training.checkin.person", f"{invitation.pk}.{invitation.token}", TYPED_SIGNS)


def person_token(invitation: Invitation) -> str:
    return f"{invitation.pk}-{person_code(invitation)}"


def invitations_of_tokens(tokens: Iterable[str]) -> list[Invitation]:
    """Those of the tokens that are genuine, in their order."""
    codes = {int(found[1]): found[2] for found in map(PERSON_TOKEN.fullmatch, tokens) if found}
    rows = Invitation.objects.select_related("person", "substitute", "session", "business").in_bulk(codes)
    return [rows[pk] for pk, code in codes.items() if pk in rows and is_code_of(rows[pk], code)]


def is_code_of(invitation: Invitation, typed: str) -> bool:
    return constant_time_compare(person_code(invitation), typed_signs(typed))


def qr_svg(address: str, label: str) -> str:
    """Black on white whatever the theme, with the quiet zone that readers expect; as coarse as the address allows."""
    qr = segno.make_qr(address, error="m")
    return qr.svg_inline(border=4, dark="#000000", light="#ffffff", omitsize=True, title=label, svgclass="qr")
