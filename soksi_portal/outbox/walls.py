"""The states of a message, walled in by triggers: bulk changes and the shell keep to them too.

The name of the one that a message begins with begins with `state_`, as in the other slices: what writes
history that has happened ignores it by that prefix.
"""

from __future__ import annotations

import pgtrigger

# from → to; whatever is not named as a start is an end
TRANSITIONS = (
    ("pending", "sending"),
    ("pending", "cancelled"),
    ("sending", "pending"),
    ("sending", "sent"),
    ("sending", "failed"),
    ("sending", "unknown"),
    ("sending", "cancelled"),
)

# what a message is known by
KEY = ("occasion", "subject_ref", "revision", "recipient_id", "channel", "lead_minutes")

# what is so once it has ended
OUTCOME = (
    "title",
    "address",
    "attempts",
    "handed_over_at",
    "sent_at",
    "ended_at",
    "ended_by_id",
    "provider_id",
)
# what may be dropped, once, when the time for keeping it is over
TEXTS = ("body", "short")
# what a provider has got, from the hand-over on
HANDED_OVER = ("title", "address", *TEXTS)


def message_triggers() -> list[pgtrigger.Trigger]:
    return [
        _flow(),
        _first_state(),
        _stands_still("key_stands_still", KEY),
        _stands_still("outcome_stands_still", OUTCOME, where="OLD.ended_at IS NOT NULL AND "),
        _text_stands_still(),
        _stands_still(
            "handed_over_stands_still",
            HANDED_OVER,
            where="OLD.handed_over_at IS NOT NULL AND OLD.ended_at IS NULL AND ",
        ),
        _report_of_what_left(),
        pgtrigger.Protect(name="keep_message", operation=pgtrigger.Delete),
    ]


def _flow() -> pgtrigger.Trigger:
    """What was sent never goes back; what was handed over can no longer be taken back."""
    allowed = ", ".join(f"('{old}', '{new}')" for old, new in TRANSITIONS)
    return pgtrigger.Trigger(
        name="state_flow",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
        func=f"""
            IF (OLD.state, NEW.state) NOT IN ({allowed})
               OR (NEW.state = 'cancelled' AND OLD.handed_over_at IS NOT NULL) THEN
                RAISE EXCEPTION 'state_flow: % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _first_state() -> pgtrigger.Trigger:
    """A message begins waiting, or failed where there is no address; never as sent."""
    return pgtrigger.Trigger(
        name="state_first",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.state NOT IN ('pending', 'failed')"),
        func="RAISE EXCEPTION 'state_first: %', NEW.state USING ERRCODE = 'check_violation';",
    )


def _stands_still(name: str, columns: tuple[str, ...], where: str = "") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"{where}({_changed(columns)})"),
        func=f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation';",
    )


def _text_stands_still() -> pgtrigger.Trigger:
    """The text of what has ended is dropped as a whole, with the day on which that was, or stays as it was."""
    dropped = "OLD.text_dropped_at IS NULL AND NEW.text_dropped_at IS NOT NULL"
    return _stands_still(
        "text_stands_still",
        (*TEXTS, "text_dropped_at"),
        where=f"OLD.ended_at IS NOT NULL AND NOT ({dropped}) AND ",
    )


def _report_of_what_left() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="report_of_what_left",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("report"),
        condition=pgtrigger.Condition(
            "OLD.report IS DISTINCT FROM NEW.report AND NEW.handed_over_at IS NULL"
        ),
        func="RAISE EXCEPTION 'report_of_what_left' USING ERRCODE = 'check_violation';",
    )


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
