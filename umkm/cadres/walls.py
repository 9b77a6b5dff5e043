"""The walls around a membership, as triggers: they hold against bulk changes, imports and the shell too.

Names that begin with `state_` allow only step-by-step changes; what writes history that has happened (demo data, a
migration of old records) ignores them by that prefix.
"""

from __future__ import annotations

import pgtrigger

TRANSITIONS = (
    ("draft", "submitted"),
    ("submitted", "returned"),
    ("submitted", "verified"),
    ("returned", "submitted"),
)


def cadre_triggers() -> list[pgtrigger.Trigger]:
    return [_flow(), first_state(), _account_stays(), _never_deleted()]


def _flow() -> pgtrigger.Trigger:
    """One step at a time, and a decision only with its record: by whom, at that very moment.

    Nobody verifies the own membership. Nothing moves while the data is not to be processed.
    """
    allowed = ", ".join(f"('{old}', '{new}')" for old, new in TRANSITIONS)
    return pgtrigger.Trigger(
        name="state_flow",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
        # the only part put in is our own constant
        func=f"""
            IF (OLD.state, NEW.state) NOT IN ({allowed}) THEN
                RAISE EXCEPTION 'state_flow: % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state IN ('verified', 'returned') AND NOT EXISTS (
                SELECT FROM cadres_cadreverification AS v
                 WHERE v.cadre_id = NEW.id AND v.decision = NEW.state AND v.decided_at = NEW.state_since
                   AND (NEW.state <> 'verified' OR v.decided_by_id = NEW.verified_by_id)
            ) THEN
                RAISE EXCEPTION 'state_flow: no decision recorded' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.restricted_at IS NOT NULL THEN
                RAISE EXCEPTION 'state_flow: not to be processed' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state = 'verified' AND NEW.user_id = NEW.verified_by_id THEN
                RAISE EXCEPTION 'state_flow: own membership' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def first_state() -> pgtrigger.Trigger:
    """A cadre, and a business too, enters as a draft, or complete and submitted; never as examined already."""
    return pgtrigger.Trigger(
        name="state_first",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.state NOT IN ('draft', 'submitted')"),
        func="RAISE EXCEPTION 'state_first: %', NEW.state USING ERRCODE = 'check_violation';",
    )


def _account_stays() -> pgtrigger.Trigger:
    """Whose a record is does not change: an account is given once."""
    return pgtrigger.Trigger(
        name="account_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("user_id"),
        condition=pgtrigger.Condition("OLD.user_id IS NOT NULL AND OLD.user_id IS DISTINCT FROM NEW.user_id"),
        func="RAISE EXCEPTION 'account_stays' USING ERRCODE = 'check_violation';",
    )


def _never_deleted() -> pgtrigger.Trigger:
    """What was sent stays; an import that is taken back passes it by name."""
    return pgtrigger.Protect(
        name="keep_cadre",
        operation=pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.state <> 'draft'"),
    )
