"""No text leaves that admins could not read and write anew at /pengingat/naskah/."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings

from soksi_portal.outbox import occasions
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import enqueue
from tests.factories import make_user

SOURCES = ("soksi_portal", "umkm", "programs")
PLANNING = ("enqueue", "plan_for_many")
OWN_TEXT = {"title", "body", "short"}
SENDS_AGAIN = "soksi_portal/outbox/services.py"  # what a row said is said once more, to the letter


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that plans a message, by where it stands."""
    root = settings.ROOT
    for source in SOURCES:
        for path in sorted((root / source).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and _name_of(node.func) in PLANNING:
                    yield f"{path.relative_to(root)}:{node.lineno}", node


def _name_of(function: ast.expr) -> str:
    return getattr(function, "attr", "") or getattr(function, "id", "")


def _is_filled(call: ast.Call) -> bool:
    """`fields=…` or `**filling.planned`, and no text beside it."""
    named = {keyword.arg for keyword in call.keywords}
    spread = [keyword.value for keyword in call.keywords if keyword.arg is None]
    planned = [value for value in spread if getattr(value, "attr", "") == "planned"]
    return not named & OWN_TEXT and len(spread) == len(planned) and ("fields" in named or bool(planned))


def test_every_message_is_planned_with_the_fields_of_a_declared_text():
    calls = list(_calls())
    assert len(calls) > 30  # found at all
    own = {where.partition(":")[0] for where, call in calls if not _is_filled(call)}
    assert own == {SENDS_AGAIN}


@pytest.mark.parametrize(
    ("code", "is_filled"),
    [
        ("enqueue(occasion=x, fields={})", True),
        ("enqueue(occasion=x, **text.planned)", True),
        ("enqueue(occasion=x, title=t, body=b)", False),
        ("enqueue(occasion=x, fields={}, short=s)", False),
        ("enqueue(**anything)", False),
    ],
)
def test_what_counts_as_filled(code, is_filled):
    (statement,) = ast.parse(code).body
    assert _is_filled(statement.value) is is_filled


@pytest.mark.django_db
def test_what_nobody_declared_cannot_be_planned_with_fields():
    with pytest.raises(occasions.UnknownOccasion):
        enqueue(occasion="uji", subject_ref="uji:1", recipient=make_user(), fields={})


def test_every_declared_text_is_of_a_kind_that_a_person_knows():
    assert [one.key for one in occasions.declared() if one.kind == Kind.OTHER] == []
