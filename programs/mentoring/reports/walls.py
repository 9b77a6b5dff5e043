"""The walls around monthly reports, as triggers."""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger

from umkm.businesses.walls import NOT_MERGED

GONE = "'–'"
# what the database itself keeps when a version comes
KEPT_HERE = ("current_id", "sent_at", "sent_on")
SUBJECT = ("business_id", "month", "is_opening", "started_by_id", "started_at")
WORDS = ("equipment_name", "difference_reason", "reason")


def report_triggers() -> list[pgtrigger.Trigger]:
    subject = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in SUBJECT)
    return [
        pgtrigger.Trigger(
            name="report_of_pilot",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=f"""
                IF NOT EXISTS (SELECT FROM pilots_pilot WHERE business_id = NEW.business_id) THEN
                    RAISE EXCEPTION 'report_of_pilot' USING ERRCODE = 'check_violation';
                END IF;{NOT_MERGED.format(business="NEW.business_id", name="report_of_pilot")}
                RETURN NEW;
            """,
        ),
        _sent_by_version(),
        _closed_in_order(),
        pgtrigger.Protect(
            name="report_subject_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"({subject})"),
        ),
        pgtrigger.Protect(
            name="keep_report",
            operation=pgtrigger.Delete,
        ),
    ]


def _sent_by_version() -> pgtrigger.Trigger:
    """Nothing but a version sends a report; a closed month stays closed, for whom it was closed."""
    kept = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in KEPT_HERE)
    return pgtrigger.Trigger(
        name="report_sent_by_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Insert,
        # from inside the version's own trigger this is one deeper
        func=f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.state <> 'draft' OR NEW.closed_at IS NOT NULL THEN
                    RAISE EXCEPTION 'report_begins_as_draft' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END IF;
            IF ({kept} OR (OLD.state = 'draft' AND NEW.state <> 'draft')) AND pg_trigger_depth() < 2 THEN
                RAISE EXCEPTION 'report_sent_by_version' USING ERRCODE = 'check_violation';
            END IF;
            IF OLD.closed_at IS NOT NULL AND (OLD.closed_at IS DISTINCT FROM NEW.closed_at
               OR OLD.closed_by_id IS DISTINCT FROM NEW.closed_by_id OR OLD.closed_for IS DISTINCT FROM NEW.closed_for) THEN
                RAISE EXCEPTION 'report_stays_closed' USING ERRCODE = 'check_violation';
            END IF;
            IF OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL AND NEW.state <> 'sent' THEN
                RAISE EXCEPTION 'report_closed_when_sent' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _closed_in_order() -> pgtrigger.Trigger:
    """Whoever was told of a month was told of all before it. Afterwards, so that all may be closed by one statement."""
    return pgtrigger.Trigger(
        name="report_closed_in_order",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("closed_at"),
        condition=pgtrigger.Condition("OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL"),
        func="""
            IF EXISTS (SELECT FROM mentoring_report WHERE business_id = NEW.business_id
                          AND month < NEW.month AND closed_at IS NULL) THEN
                RAISE EXCEPTION 'report_closed_in_order' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def version_triggers(flows: Sequence[str], money: Sequence[str]) -> list[pgtrigger.Trigger]:
    return [
        _version_next(flows),
        _version_becomes_current(),
        _loan_not_overpaid(),
        _no_more_gone_than_came(),
        *_version_stays(money),
    ]


def _version_next(flows: Sequence[str]) -> pgtrigger.Trigger:
    """In order, without a gap, not before the month is over; the row of the opening balance is the queue."""
    during = " + ".join(f"NEW.{one}" for one in flows if one not in ("equipment_bought", "loan_received"))
    return pgtrigger.Trigger(
        name="version_next",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("r", "mentoring_report%ROWTYPE"), ("local", "date")],
        func=f"""
            SELECT * INTO r FROM mentoring_report WHERE id = NEW.report_id;
            PERFORM 1 FROM mentoring_report WHERE business_id = r.business_id AND is_opening FOR UPDATE;{NOT_MERGED.format(business="r.business_id", name="version_next")}
            SELECT * INTO r FROM mentoring_report WHERE id = NEW.report_id FOR UPDATE;
            IF NEW.number <> 1 + (SELECT count(*) FROM mentoring_reportversion WHERE report_id = r.id) THEN
                RAISE EXCEPTION 'version_next: number' USING ERRCODE = 'check_violation';
            END IF;
            NEW.is_after_close := r.closed_at IS NOT NULL;
            SELECT (NEW.sent_at AT TIME ZONE p.time_zone)::date INTO local FROM regions_province AS p WHERE p.code = r.province_id;
            IF local < (r.month + INTERVAL '1 month' - INTERVAL '1 day')::date THEN
                RAISE EXCEPTION 'version_next: month not over' USING ERRCODE = 'check_violation';
            END IF;
            IF r.is_opening THEN
                IF {during} <> 0 OR NEW.difference <> 0 OR NEW.gone_from IS NOT NULL THEN
                    RAISE EXCEPTION 'version_next: opening' USING ERRCODE = 'check_violation';
                END IF;
            ELSIF NOT EXISTS (
                SELECT FROM mentoring_report WHERE business_id = r.business_id AND sent_at IS NOT NULL
                   AND month = (r.month - INTERVAL '1 month')::date
            ) THEN
                RAISE EXCEPTION 'version_next: gap' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 — only our own names are put in
    )


def _version_becomes_current() -> pgtrigger.Trigger:
    """A report says of itself what its newest version says; when it came first stays."""
    return pgtrigger.Trigger(
        name="version_becomes_current",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            UPDATE mentoring_report AS r SET current_id = NEW.id, state = 'sent',
                   sent_at = COALESCE(r.sent_at, NEW.sent_at),
                   sent_on = COALESCE(r.sent_on, (NEW.sent_at AT TIME ZONE p.time_zone)::date)
              FROM regions_province AS p WHERE r.id = NEW.report_id AND p.code = r.province_id;
            RETURN NULL;
        """,
    )


def _loan_not_overpaid() -> pgtrigger.Trigger:
    """At no month's end is less than nothing owed; a correction counts for all months after it."""
    return pgtrigger.Trigger(
        name="loan_not_overpaid",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.principal_paid > 0 OR NEW.number > 1"),
        func="""
            IF EXISTS (
                SELECT FROM (
                    SELECT sum(v.loan_received - v.principal_paid) OVER (ORDER BY r.month) AS owed
                      FROM mentoring_report AS r
                      JOIN LATERAL (SELECT loan_received, principal_paid FROM mentoring_reportversion
                                     WHERE report_id = r.id ORDER BY number DESC LIMIT 1) AS v ON true
                     WHERE r.business_id = (SELECT business_id FROM mentoring_report WHERE id = NEW.report_id)
                ) AS months WHERE owed < 0
            ) THEN
                RAISE EXCEPTION 'loan_not_overpaid' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def _no_more_gone_than_came() -> pgtrigger.Trigger:
    """Of the equipment of an earlier month; a correction counts for all months after it."""
    return pgtrigger.Trigger(
        name="no_more_gone_than_came",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.gone_cost > 0 OR NEW.number > 1"),
        func="""
            IF EXISTS (
                WITH told AS (
                    SELECT r.month, v.equipment_bought, v.gone_from, v.gone_cost
                      FROM mentoring_report AS r
                      JOIN LATERAL (SELECT equipment_bought, gone_from, gone_cost FROM mentoring_reportversion
                                     WHERE report_id = r.id ORDER BY number DESC LIMIT 1) AS v ON true
                     WHERE r.business_id = (SELECT business_id FROM mentoring_report WHERE id = NEW.report_id)
                )
                SELECT FROM told AS gone LEFT JOIN told AS came ON came.month = gone.gone_from
                 WHERE gone.gone_cost > 0 GROUP BY gone.gone_from, came.equipment_bought
                HAVING sum(gone.gone_cost) > coalesce(came.equipment_bought, 0) OR min(gone.month) <= gone.gone_from
            ) THEN
                RAISE EXCEPTION 'no_more_gone_than_came' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def _version_stays(money: Sequence[str]) -> list[pgtrigger.Trigger]:
    """What was sent stays as it was sent; only words ever go, when a person is erased."""
    fixed = (*money, "equipment_years", "employees", "difference", "report_id", "number", "is_after_close", "sent_by_id", "sent_at")  # fmt: skip
    different = [f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in fixed]
    different += [f"(OLD.{one} IS DISTINCT FROM NEW.{one} AND NEW.{one} <> {GONE})" for one in WORDS]
    return [
        pgtrigger.Protect(
            name="version_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"({' OR '.join(different)})"),
        ),
        pgtrigger.Protect(name="keep_version", operation=pgtrigger.Delete),
    ]
