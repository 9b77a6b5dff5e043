"""The walls around an owner's consent, and around each time that the bank looks, as triggers."""

from __future__ import annotations

import pgtrigger

from programs.pilots.walls import stays

from .walls import works_at

CONSENT_SAID = ("referral_id", "text_id", "given_by_id", "given_at", "sha256", "size", "fingerprint")


def consent_triggers() -> list[pgtrigger.Trigger]:
    """Given by the owner herself, to a text for banks, while the referral waits for it; ended once."""
    return [
        pgtrigger.Trigger(
            name="consent_of_owner",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                PERFORM 1 FROM bankaccess_referral AS r
                   JOIN businesses_business AS b ON b.id = r.business_id JOIN cadres_cadre AS c ON c.id = b.owner_id
                  WHERE r.id = NEW.referral_id AND r.state = 'prepared' AND c.user_id = NEW.given_by_id
                    AND c.restricted_at IS NULL FOR UPDATE OF r;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'consent_of_owner' USING ERRCODE = 'check_violation';
                END IF;
                IF NOT EXISTS (SELECT FROM cadres_consenttext WHERE version = NEW.text_id AND purpose = 'bank') THEN
                    RAISE EXCEPTION 'consent_of_owner: text' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        stays("bank_consent_stays", CONSENT_SAID),
        stays(
            "bank_consent_ends_once", ("ended_at", "ended_by_id", "ending"), where="OLD.ended_at IS NOT NULL"
        ),
        stays("bank_consent_file_stays", ("file",), where="NEW.file <> ''"),
        pgtrigger.Protect(name="keep_bank_consent", operation=pgtrigger.Delete),
    ]


def opening_triggers() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Protect(name="keep_bank_opening", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="opening_while_consented",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                PERFORM 1 FROM bankaccess_consent WHERE referral_id = NEW.referral_id AND ended_at IS NULL FOR SHARE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'opening_while_consented' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="opening_within_own_bank",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("bank", "bigint")],
            func=f"""
                SELECT bank_id INTO bank FROM bankaccess_referral WHERE id = NEW.referral_id;{works_at("NEW.opened_by_id", "bank")}
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'opening_within_own_bank' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,  # noqa: S608 — only our own names are put in
        ),
    ]
