"""The walls around a business, as triggers: they hold against bulk changes, imports and the shell too.

The names of those that allow only step-by-step changes begin with `state_`; what writes history that has
happened (demo data, a migration of old records) ignores them by that prefix.
"""

from __future__ import annotations

import pgtrigger

# from → to; `draft` again is the owner's withdrawal
TRANSITIONS = (
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("submitted", "returned"),
    ("submitted", "verified"),
    ("returned", "submitted"),
)

# what the owner tells; it stands still while somebody examines it, and once verified
FACTS = (
    "owner_id", "province_id", "regency_id", "name", "address", "description", "kbli_id", "start_year",
    "legal_form", "nib", "employees", "last_year_sales", "capital", "has_bank_loan",
)  # fmt: skip


def business_triggers() -> list[pgtrigger.Trigger]:
    return [_flow(), _first_state(), _facts_stand_still(), _never_deleted()]


def _flow() -> pgtrigger.Trigger:
    """One step at a time, and a decision only with its record: by whom, at that very moment.

    Nobody verifies an own business.
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
                SELECT FROM businesses_verification AS v
                 WHERE v.business_id = NEW.id AND v.decision = NEW.state AND v.decided_at = NEW.state_since
                   AND (NEW.state <> 'verified' OR v.decided_by_id = NEW.verified_by_id)
            ) THEN
                RAISE EXCEPTION 'state_flow: no decision recorded' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state = 'verified' AND EXISTS (
                SELECT FROM cadres_cadre AS c WHERE c.id = NEW.owner_id AND c.user_id = NEW.verified_by_id
            ) THEN
                RAISE EXCEPTION 'state_flow: own business' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608
    )


def _first_state() -> pgtrigger.Trigger:
    """A business enters as a draft, or complete and submitted; never as examined already."""
    return pgtrigger.Trigger(
        name="state_first",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.state NOT IN ('draft', 'submitted')"),
        func="RAISE EXCEPTION 'state_first: %', NEW.state USING ERRCODE = 'check_violation';",
    )


def _facts_stand_still() -> pgtrigger.Trigger:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FACTS)
    return pgtrigger.Trigger(
        name="state_keeps_facts",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.state IN ('submitted', 'verified') AND ({changed})"),
        func="RAISE EXCEPTION 'state_keeps_facts: %', OLD.state USING ERRCODE = 'check_violation';",
    )


def _never_deleted() -> pgtrigger.Trigger:
    return pgtrigger.Protect(
        name="keep_business",
        operation=pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.state <> 'draft'"),
    )
