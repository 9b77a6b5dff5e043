"""No text leaves that admins could not read and write anew at /pengingat/naskah/, and none stands there for nothing."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

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


# --- the other way round: what is declared is planned by somebody --------------------------------------------------

LOOKUPS = {"filter", "exclude", "cancel_about", "find"}  # ask about what was planned, or take it back


def _named_in_code() -> set[str]:
    """What functions, rules and tables name, but for what they only look for. Declarations stand outside of all three."""
    found: set[str] = set()
    for source in SOURCES:
        for path in sorted((settings.ROOT / source).rglob("*.py")):
            text = path.read_text()
            if ("ccasion" not in text and "_tell" not in text) or "migrations" in path.parts:
                continue
            dotted = ".".join(path.relative_to(settings.ROOT).with_suffix("").parts)
            names = vars(importlib.import_module(dotted.removesuffix(".__init__")))
            found |= {str(_value(node, names)) for node in _planning_nodes(ast.parse(text))}
    return found


def _planning_nodes(module: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(module):
        if isinstance(node, (ast.FunctionDef, ast.Dict)) or (
            isinstance(node, ast.Call) and _name_of(node.func).endswith("Rule")
        ):
            yield from _outside_lookups(node)


def _outside_lookups(node: ast.AST) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _name_of(child.func) in LOOKUPS:
            continue
        if isinstance(child, ast.Constant | ast.Name | ast.Attribute):
            yield child
        yield from _outside_lookups(child)


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """`"seats_empty"`, `SEATS_EMPTY` or `Occasion.SEATS_EMPTY`, as the module knows it."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Attribute):
        return getattr(_value(node.value, names), node.attr, None)
    return names.get(node.id) if isinstance(node, ast.Name) else None


def test_every_declared_text_is_planned_by_some_code():
    """Who finds it at /pengingat/naskah/ and writes it anew may expect that somebody will read it."""
    named = _named_in_code()
    unplanned = [one.key for one in occasions.declared() if not {one.code, one.variant or one.code} <= named]
    assert unplanned == []


@pytest.mark.parametrize(
    ("code", "is_named"),
    [
        ("def tell(): enqueue(occasion='uji')", True),
        ("def tell(): _tell(person, Choices.UJI)", True),
        ("UJI_SOON = ReportRule(occasion=Choices.UJI)", True),
        ("OCCASIONS = (Occasion('uji'),)", False),
        ("def ask(): Message.objects.filter(occasion='uji')", False),
        ("def end(): cancel_about(occasion=Choices.UJI)", False),
    ],
)
def test_what_counts_as_planned(code, is_named):
    names = {"Choices": SimpleNamespace(UJI="uji")}
    assert ("uji" in [_value(node, names) for node in _planning_nodes(ast.parse(code))]) is is_named
