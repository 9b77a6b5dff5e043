"""The walls around banks and their conditions, as triggers."""

from __future__ import annotations

import pgtrigger

from programs.pilots.walls import stays


def bank_triggers() -> list[pgtrigger.Trigger]:
    """What is a bank stays one while products, people or referrals hang on it."""
    return [
        pgtrigger.Trigger(
            name="bank_stays_bank",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("kind"),
            condition=pgtrigger.Condition("OLD.kind = 'bank' AND NEW.kind <> 'bank'"),
            func="""
                IF EXISTS (SELECT FROM bankaccess_bankpost WHERE bank_id = OLD.id)
                   OR EXISTS (SELECT FROM bankaccess_offer WHERE bank_id = OLD.id) THEN
                    RAISE EXCEPTION 'bank_stays_bank' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        )
    ]


def _is_bank(name: str, *, condition: str = "") -> pgtrigger.Trigger:
    """FOR SHARE: nobody makes it something else meanwhile."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition(condition) if condition else None,
        func=f"""
            PERFORM 1 FROM partnership_organisation WHERE id = NEW.bank_id AND kind = 'bank' FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _kept(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)


def product_triggers() -> list[pgtrigger.Trigger]:
    return [
        _is_bank("product_of_bank", condition="NEW.bank_id IS NOT NULL"),
        stays("product_stays", ("kind", "bank_id")),
        _kept("keep_product"),
    ]


SAID = (
    "product_id", "number", "valid_from", "regulation", "source", "floor", "ceiling", "rate", "most_months",
    "sales_ceiling", "npwp_above", "needs_nib", "least_months", "no_programme_credit", "needs_good_slik", "papers",
    "remarks", "recorded_by_id", "recorded_at",
)  # fmt: skip


def terms_triggers() -> list[pgtrigger.Trigger]:
    """A version says what it says; all that ever comes to it is that somebody checked it, once."""
    return [
        pgtrigger.Trigger(
            name="terms_next",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                PERFORM 1 FROM bankaccess_product WHERE id = NEW.product_id FOR NO KEY UPDATE;
                IF NEW.number <> 1 + (SELECT count(*) FROM bankaccess_terms WHERE product_id = NEW.product_id) THEN
                    RAISE EXCEPTION 'terms_next' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.valid_from < (SELECT max(valid_from) FROM bankaccess_terms WHERE product_id = NEW.product_id) THEN
                    RAISE EXCEPTION 'terms_next: before the last' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        stays("terms_stay", SAID),
        stays(
            "terms_confirmed_once", ("confirmed_by_id", "confirmed_at"), where="OLD.confirmed_at IS NOT NULL"
        ),
        _kept("keep_terms"),
    ]


def offer_triggers() -> list[pgtrigger.Trigger]:
    """By a bank; another bank's own credit is not its own."""
    return [
        _is_bank("offer_of_bank"),
        pgtrigger.Trigger(
            name="offer_of_own_product",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                IF EXISTS (SELECT FROM bankaccess_product WHERE id = NEW.product_id AND bank_id <> NEW.bank_id) THEN
                    RAISE EXCEPTION 'offer_of_own_product' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        stays("offer_stays", ("bank_id", "product_id", "begun_by_id", "begun_at")),
        pgtrigger.Protect(
            name="offer_ends_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL"),
        ),
        _kept("keep_offer"),
    ]


def post_triggers() -> list[pgtrigger.Trigger]:
    return [
        _is_bank("post_at_bank"),
        pgtrigger.Trigger(
            name="post_of_bank_user",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                IF NOT EXISTS (SELECT FROM accounts_rolegrant
                                WHERE user_id = NEW.user_id AND role = 'bank' AND ended_at IS NULL) THEN
                    RAISE EXCEPTION 'post_of_bank_user' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        stays("bank_post_stays", ("user_id", "bank_id", "granted_by_id", "granted_at")),
        pgtrigger.Protect(
            name="bank_post_ends_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL"),
        ),
        _kept("keep_bank_post"),
    ]
