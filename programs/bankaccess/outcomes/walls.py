"""Bank access changes by a recorded outcome only; as triggers."""

from __future__ import annotations

import pgtrigger

from umkm.regions.tallies import tally_triggers


def access_triggers() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name="access_by_outcome",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            # from inside the trigger of a disbursement, or of the business itself, this is one deeper
            func="""
                IF pg_trigger_depth() < 2 THEN
                    RAISE EXCEPTION 'access_by_outcome' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Protect(name="keep_access", operation=pgtrigger.Delete),
        *tally_triggers(
            name="access_tally",
            table="bankaccess_banktally",
            rows="SELECT province_id, 'gained' AS measure, 1 AS amount FROM {rows} WHERE counts",
        ),
    ]


def business_triggers() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name="access_follows_business",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("province_id", "state", "has_bank_loan"),
            condition=pgtrigger.Condition(
                "OLD.province_id IS DISTINCT FROM NEW.province_id"
                " OR OLD.has_bank_loan IS DISTINCT FROM NEW.has_bank_loan"
                " OR (OLD.state = 'merged') IS DISTINCT FROM (NEW.state = 'merged')"
            ),
            func="""
                UPDATE bankaccess_accessgained
                   SET province_id = NEW.province_id,
                       counts = NOT COALESCE(NEW.has_bank_loan, false) AND NEW.state <> 'merged'
                 WHERE business_id = NEW.id;
                RETURN NULL;
            """,
        )
    ]
