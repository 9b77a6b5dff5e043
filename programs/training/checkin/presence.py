"""What a phone remembers between scanning the screen's code and saying who one is. Nothing of it is stored here.

`hadir`: which screen was scanned, for a quarter of an hour: the code has changed by the time somebody has signed in or
found the invitation. `undangan`: whose invitations were opened on this phone, since many share one: they are offered
by name to who stands in front of the screen, and whoever else is meant says so with number and code.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from programs.training.models import Invitation, Session

from .tokens import invitations_of_tokens, person_token

HERE, HERE_FOR = "hadir", 15 * 60
OPENED, OPENED_FOR, MOST = "undangan", 60 * 24 * 3600, 6
SALT = "training.checkin.phone"


def is_here(request: HttpRequest, session: Session) -> bool:
    """This phone has scanned the session's screen just now."""
    return _read(request, HERE, HERE_FOR) == str(session.pk)


def remember_here(request: HttpRequest, response: HttpResponse, session: Session) -> None:
    _write(request, response, HERE, str(session.pk), HERE_FOR)


def remember_opened(request: HttpRequest, response: HttpResponse, invitation: Invitation) -> None:
    token = person_token(invitation)
    known = [one for one in _opened(request) if one != token]
    _write(request, response, OPENED, "~".join([token, *known][:MOST]), OPENED_FOR)


def opened_here(request: HttpRequest, session: Session) -> list[Invitation]:
    """The invitations to this session that were opened on this phone."""
    return [one for one in invitations_of_tokens(_opened(request)) if one.session_id == session.pk]


def _opened(request: HttpRequest) -> list[str]:
    return [one for one in _read(request, OPENED, OPENED_FOR).split("~") if one]


def _read(request: HttpRequest, name: str, age: int) -> str:
    return str(request.get_signed_cookie(name, default="", salt=SALT, max_age=age))


def _write(request: HttpRequest, response: HttpResponse, name: str, value: str, age: int) -> None:
    response.set_signed_cookie(
        name, value, salt=SALT, max_age=age, httponly=True, samesite="Lax", secure=request.is_secure()
    )
