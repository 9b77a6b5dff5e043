"""The walls around cash books, as triggers: what a month's figures were taken from stays as it was sent."""

from __future__ import annotations

import pgtrigger

from programs.mentoring.matching.walls import differs

SAID = ("report_id", "uploaded_by_id", "uploaded_at")


def cash_book_triggers() -> list[pgtrigger.Trigger]:
    return [
        _used_while_sheet_open(),
        pgtrigger.Protect(
            name="cash_book_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f"{differs(SAID)}"
                " OR (OLD.used_at IS NOT NULL AND OLD.used_at IS DISTINCT FROM NEW.used_at)"
                " OR (OLD.replaced_at IS NOT NULL AND OLD.replaced_at IS DISTINCT FROM NEW.replaced_at)"
            ),
        ),
        pgtrigger.Protect(name="keep_cash_book", operation=pgtrigger.Delete),
    ]


def _used_while_sheet_open() -> pgtrigger.Trigger:
    """Which book a month's figures come from changes only while its owner writes that month."""
    return pgtrigger.Trigger(
        name="cash_book_used_in_open_sheet",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("used_at", "replaced_at"),
        condition=pgtrigger.Condition("NEW.used_at IS NOT NULL OR NEW.replaced_at IS NOT NULL"),
        func="""
            IF TG_OP = 'INSERT' OR NEW.used_at IS NULL THEN
                RAISE EXCEPTION 'cash_book_used_in_open_sheet: not used yet' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM mentoring_report WHERE id = NEW.report_id AND state <> 'sent' FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'cash_book_used_in_open_sheet' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def entry_before_use() -> pgtrigger.Trigger:
    """No line comes to a book whose sums are, or were, a month's figures."""
    return pgtrigger.Trigger(
        name="entry_before_use",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM mentoring_cashbook WHERE id = NEW.cash_book_id AND used_at IS NULL FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'entry_before_use' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
