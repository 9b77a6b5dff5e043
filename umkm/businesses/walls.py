"""The walls around a business, as triggers: they hold against bulk changes, imports and the shell too.

The names of those that allow only step-by-step changes begin with `state_`; what writes history that has
happened (demo data, a migration of old records) ignores them by that prefix.
"""

from __future__ import annotations

import pgtrigger

from umkm.cadres.walls import first_state

# from → to; `draft` again is the owner's withdrawal
TRANSITIONS = (
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("submitted", "returned"),
    ("submitted", "verified"),
    ("returned", "submitted"),
    # it is the same as another one
    ("submitted", "merged"),
    ("returned", "merged"),
    ("verified", "merged"),
)

# what the owner tells; it stands still while somebody examines it
FACTS = (
    "owner_id", "province_id", "regency_id", "name", "address", "description", "kbli_id", "start_year",
    "legal_form", "nib", "npwp_hash", "licences", "latitude", "longitude", "employees", "women_employees",
    "marketing_channels", "wishes", "last_year_sales", "capital", "has_bank_loan",
)  # fmt: skip
# what changes after verification only by an approved request: (column, the request's field, new value as text)
KEYS = (
    ("name", "name", "NEW.name"),
    ("owner_id", "owner", "NEW.owner_id::text"),
    ("nib", "nib", "coalesce(NEW.nib, '')"),
    ("province_id", "regency", "NEW.regency_id"),
)
# recorded by its outcome only, from verification on
BASELINE = "has_bank_loan"

# for the trigger of a row that is written about a business; FOR SHARE waits for whoever merges it at this moment
NOT_MERGED = """
                PERFORM 1 FROM businesses_business WHERE id = {business} AND state <> 'merged' FOR SHARE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION '{name}: merged' USING ERRCODE = 'check_violation';
                END IF;"""


def business_triggers() -> list[pgtrigger.Trigger]:
    return [_flow(), first_state(), _facts_stand_still(), _keys_stand_still(), _never_deleted()]


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
            IF NEW.state = 'verified' AND NOT EXISTS (
                SELECT FROM cadres_cadre AS c WHERE c.id = NEW.owner_id AND c.state = 'verified' AND c.restricted_at IS NULL
            ) THEN
                RAISE EXCEPTION 'state_flow: owner not verified' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608
    )


def _facts_stand_still() -> pgtrigger.Trigger:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FACTS)
    return pgtrigger.Trigger(
        name="state_keeps_facts",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"((OLD.state IN ('submitted', 'merged') AND ({changed}))"
            f" OR (OLD.state = 'verified' AND OLD.{BASELINE} IS DISTINCT FROM NEW.{BASELINE}))"
        ),
        func="RAISE EXCEPTION 'state_keeps_facts: %', OLD.state USING ERRCODE = 'check_violation';",
    )


def _keys_stand_still() -> pgtrigger.Trigger:
    """Once verified, a key field changes only in the transaction that approves the request for just that value."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column, _, _ in KEYS)
    checks = "".join(
        f"""
            IF OLD.{column} IS DISTINCT FROM NEW.{column} AND NOT EXISTS (
                SELECT FROM businesses_changerequest AS r
                 WHERE r.business_id = NEW.id AND r.field = '{field}' AND r.state = 'approved'
                   AND r.decided_at = now() AND r.new_value = {value}
            ) THEN
                RAISE EXCEPTION 'state_keeps_keys: {column}' USING ERRCODE = 'check_violation';
            END IF;"""
        for column, field, value in KEYS
    )
    return pgtrigger.Trigger(
        name="state_keeps_keys",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.state = 'verified' AND ({changed})"),
        func=f"{checks}\n            RETURN NEW;",
    )


def _never_deleted() -> pgtrigger.Trigger:
    return pgtrigger.Protect(
        name="keep_business",
        operation=pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.state <> 'draft'"),
    )
