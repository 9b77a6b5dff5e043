"""Bank access changes by a recorded outcome only; as triggers."""

from __future__ import annotations

import pgtrigger

from programs.bankaccess.choices import OPEN
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
    """Where a business is, and whether it still is one. Of one that turns out to be another, the access goes along, but
    where the other has its own already; a referral under way is ended first.
    """
    under_way = ", ".join(f"'{state.value}'" for state in OPEN)
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
            # the only parts put in are our own constants
            func=f"""
                IF NEW.state = 'merged' AND OLD.state <> 'merged' THEN
                    IF EXISTS (SELECT FROM bankaccess_referral
                                WHERE business_id = NEW.id AND state IN ({under_way})) THEN
                        RAISE EXCEPTION 'access_follows_business: referral under way' USING ERRCODE = 'check_violation';
                    END IF;
                    UPDATE bankaccess_accessgained AS g
                       SET business_id = kept.id, province_id = kept.province_id,
                           counts = NOT COALESCE(kept.has_bank_loan, false) AND kept.state <> 'merged'
                      FROM businesses_business AS kept
                     WHERE g.business_id = NEW.id AND kept.id = NEW.merged_into_id
                       AND NOT EXISTS (SELECT FROM bankaccess_accessgained WHERE business_id = kept.id);
                END IF;
                UPDATE bankaccess_accessgained
                   SET province_id = NEW.province_id,
                       counts = NOT COALESCE(NEW.has_bank_loan, false) AND NEW.state <> 'merged'
                 WHERE business_id = NEW.id;
                RETURN NULL;
            """,  # noqa: S608 — only our own names are put in
        )
    ]
