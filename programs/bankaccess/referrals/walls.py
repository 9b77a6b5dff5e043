"""The walls around referrals, as triggers: who may be referred by what, and how a referral moves."""

from __future__ import annotations

import pgtrigger

from programs.bankaccess.choices import BY_BANK, NEEDS_CONSENT, TRANSITIONS
from programs.mentoring.matching.walls import IS_STAFF
from programs.pilots.walls import stays

GONE = "(dihapus)"  # instead of words of a person who was erased
KEPT_HERE = ("state", "state_since", "due_on", "step_number")
SUBJECT = (
    "business_id", "province_id", "bank_id", "product_id", "terms_id", "amount", "months", "wants_guarantee",
    "prepared_by_id", "prepared_at",
)  # fmt: skip
STEP_SAID = (
    "referral_id", "number", "from_state", "to_state", "at", "by_id", "due_on", "amount", "months", "rate",
    "guaranteed_percent", "approved_on", "disbursed_on", "reason",
)  # fmt: skip


def referral_triggers() -> list[pgtrigger.Trigger]:
    kept = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in KEPT_HERE)
    return [
        _referral_fits(),
        _referral_begins(),
        pgtrigger.FSM(name="referral_flow", field="state", transitions=list(TRANSITIONS)),
        pgtrigger.Trigger(
            name="referral_moves_by_step",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            # from inside a step's own trigger this is one deeper
            func=f"""
                IF ({kept}) AND pg_trigger_depth() < 2 THEN
                    RAISE EXCEPTION 'referral_moves_by_step' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        stays("referral_stays", SUBJECT),
        stays("referral_purpose_stays", ("purpose",), where=f"NEW.purpose <> '{GONE}'"),
        pgtrigger.Protect(name="keep_referral", operation=pgtrigger.Delete),
    ]


def _referral_fits() -> pgtrigger.Trigger:
    """A verified business whose owner can answer, a bank that gives this credit, and conditions in force that somebody checked."""
    return pgtrigger.Trigger(
        name="referral_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("today", "date")],
        func="""
            PERFORM 1 FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
              WHERE b.id = NEW.business_id AND b.state = 'verified' AND b.province_id = NEW.province_id
                AND c.user_id IS NOT NULL AND c.user_id <> NEW.prepared_by_id AND c.restricted_at IS NULL
                FOR SHARE OF b, c;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'referral_fits: business' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM bankaccess_offer WHERE bank_id = NEW.bank_id AND product_id = NEW.product_id
                AND ended_at IS NULL FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'referral_fits: not offered' USING ERRCODE = 'check_violation';
            END IF;
            SELECT (NEW.prepared_at AT TIME ZONE time_zone)::date INTO today FROM regions_province
             WHERE code = NEW.province_id;
            PERFORM 1 FROM bankaccess_terms AS t
              WHERE t.id = NEW.terms_id AND t.product_id = NEW.product_id AND t.confirmed_at IS NOT NULL
                AND NEW.amount > t.floor AND NEW.amount <= t.ceiling
                AND (NEW.months IS NULL OR t.most_months IS NULL OR NEW.months <= t.most_months)
                AND t.id = (SELECT id FROM bankaccess_terms WHERE product_id = NEW.product_id AND valid_from <= today
                             ORDER BY valid_from DESC, number DESC LIMIT 1);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'referral_fits: terms' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state <> 'prepared' OR NEW.step_number <> 0 THEN
                RAISE EXCEPTION 'referral_fits: begins as prepared' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _referral_begins() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="referral_begins",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            INSERT INTO bankaccess_step (referral_id, number, from_state, to_state, at, by_id, words, due_on, reason)
            VALUES (NEW.id, 1, '', 'prepared', NEW.prepared_at, NEW.prepared_by_id, '', NEW.due_on, '');
            RETURN NULL;
        """,
    )


def step_triggers() -> list[pgtrigger.Trigger]:
    said = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in STEP_SAID)
    return [
        _step_follows(),
        _step_by(),
        _step_in_time(),
        _step_tells_the_books(),
        _step_plausible(),
        _step_moves(),
        pgtrigger.Protect(
            name="step_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"{said} OR (OLD.words <> NEW.words AND NEW.words <> '{GONE}')"),
        ),
        pgtrigger.Protect(name="keep_step", operation=pgtrigger.Delete),
    ]


def _step_follows() -> pgtrigger.Trigger:
    """On the state as it is, one at a time: the referral's row is the queue. Nothing goes on without standing consent."""
    allowed = ", ".join(f"('{old}', '{new}')" for old, new in TRANSITIONS)
    consented = ", ".join(f"'{state.value}'" for state in NEEDS_CONSENT)
    return pgtrigger.Trigger(
        name="step_follows",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("r", "bankaccess_referral%ROWTYPE"), ("today", "date")],
        # the only parts put in are our own constants
        func=f"""
            SELECT * INTO r FROM bankaccess_referral WHERE id = NEW.referral_id FOR UPDATE;
            IF NEW.number <> r.step_number + 1 THEN
                RAISE EXCEPTION 'step_follows: number' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.number = 1 THEN
                IF NEW.from_state <> '' OR NEW.to_state <> 'prepared' THEN
                    RAISE EXCEPTION 'step_follows: first' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END IF;
            IF NEW.from_state <> r.state OR (NEW.from_state, NEW.to_state) NOT IN ({allowed}) THEN
                RAISE EXCEPTION 'step_follows: % to %', r.state, NEW.to_state USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.to_state IN ({consented}) THEN
                PERFORM 1 FROM bankaccess_consent WHERE referral_id = r.id AND ended_at IS NULL FOR SHARE;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'step_follows: no consent' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            SELECT (NEW.at AT TIME ZONE time_zone)::date INTO today FROM regions_province WHERE code = r.province_id;
            IF NEW.to_state = 'expired' AND (r.due_on IS NULL OR r.due_on >= today) THEN
                RAISE EXCEPTION 'step_follows: not past its time' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.disbursed_on > today THEN
                RAISE EXCEPTION 'step_follows: not disbursed yet' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 — only our own names are put in
    )


def works_at(user: str, bank: str) -> str:
    """FOR SHARE: nobody ends the post meanwhile."""
    return f"""
                PERFORM 1 FROM bankaccess_bankpost AS p JOIN accounts_rolegrant AS g ON g.user_id = p.user_id
                  WHERE p.user_id = {user} AND p.bank_id = {bank} AND p.ended_at IS NULL
                    AND g.role = 'bank' AND g.ended_at IS NULL FOR SHARE;"""


def _step_by() -> pgtrigger.Trigger:
    """The bank's steps by who works there today, the owner's by who consented, Jamkrindo's by its staff."""
    at_bank = ", ".join(f"'{state.value}'" for state in BY_BANK)
    return pgtrigger.Trigger(
        name="step_whose_turn",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("bank", "bigint")],
        # the only parts put in are our own constants
        func=f"""
            IF NEW.to_state IN ({at_bank}) THEN
                SELECT bank_id INTO bank FROM bankaccess_referral WHERE id = NEW.referral_id;{works_at("NEW.by_id", "bank")}
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'step_whose_turn: bank' USING ERRCODE = 'check_violation';
                END IF;
            ELSIF NEW.to_state = 'consented' AND NOT EXISTS (
                SELECT FROM bankaccess_consent WHERE referral_id = NEW.referral_id AND given_by_id = NEW.by_id) THEN
                RAISE EXCEPTION 'step_whose_turn: owner' USING ERRCODE = 'check_violation';
            ELSIF NEW.to_state IN ('sent', 'expired') AND NOT {IS_STAFF.format(user="NEW.by_id")} THEN
                RAISE EXCEPTION 'step_whose_turn: staff' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 — only our own names are put in
    )


def _step_in_time() -> pgtrigger.Trigger:
    """Not before what it leaves began, nor in the future; clocks of servers differ a little."""
    return pgtrigger.Trigger(
        name="step_in_time",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NEW.at > clock_timestamp() + INTERVAL '5 minutes' OR (NEW.number > 1 AND NEW.at <
               (SELECT state_since FROM bankaccess_referral WHERE id = NEW.referral_id)) THEN
                RAISE EXCEPTION 'step_in_time' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _step_tells_the_books() -> pgtrigger.Trigger:
    """No file goes to a bank that tells of a month otherwise than its owner does by then; her books are the queue."""
    return pgtrigger.Trigger(
        name="step_tells_the_books",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.to_state = 'sent'"),
        declare=[("business", "bigint"), ("agreed", "timestamptz")],
        func="""
            SELECT r.business_id, c.given_at INTO business, agreed
              FROM bankaccess_referral AS r JOIN bankaccess_consent AS c ON c.referral_id = r.id WHERE r.id = NEW.referral_id;
            PERFORM 1 FROM mentoring_report WHERE business_id = business AND is_opening FOR UPDATE;
            IF EXISTS (SELECT FROM mentoring_reportversion AS v JOIN mentoring_report AS m ON m.id = v.report_id
                        WHERE m.business_id = business AND m.sent_at <= agreed AND v.sent_at > agreed) THEN
                RAISE EXCEPTION 'step_tells_the_books' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _step_plausible() -> pgtrigger.Trigger:
    """No more than was asked for, within the conditions it was judged by, in the order of days. What is empty passes."""
    return pgtrigger.Trigger(
        name="step_plausible",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.to_state IN ('approved', 'disbursed')"),
        declare=[("r", "record"), ("a", "record"), ("sent", "date"), ("today", "date")],
        func="""
            SELECT f.amount, t.most_months, CASE WHEN p.bank_id IS NULL THEN t.rate END AS rate, o.time_zone INTO r
              FROM bankaccess_referral AS f JOIN bankaccess_terms AS t ON t.id = f.terms_id
              JOIN bankaccess_product AS p ON p.id = f.product_id JOIN regions_province AS o ON o.code = f.province_id
             WHERE f.id = NEW.referral_id;
            today := (NEW.at AT TIME ZONE r.time_zone)::date;
            IF NEW.to_state = 'approved' THEN
                SELECT (s.at AT TIME ZONE r.time_zone)::date INTO sent FROM bankaccess_step AS s
                 WHERE s.referral_id = NEW.referral_id AND s.to_state = 'sent';
                IF NEW.amount > r.amount OR NEW.months > r.most_months OR NEW.rate > r.rate
                   OR NEW.approved_on > today OR NEW.approved_on < sent THEN
                    RAISE EXCEPTION 'step_plausible: approval' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END IF;
            SELECT s.amount, COALESCE(s.approved_on, (s.at AT TIME ZONE r.time_zone)::date) AS day INTO a
              FROM bankaccess_step AS s WHERE s.referral_id = NEW.referral_id AND s.to_state = 'approved';
            IF NEW.amount > a.amount OR NEW.disbursed_on < a.day THEN
                RAISE EXCEPTION 'step_plausible: disbursement' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _step_moves() -> pgtrigger.Trigger:
    """The referral is where its last step led; where it ends, so does the consent; a disbursement is bank access."""
    return pgtrigger.Trigger(
        name="step_moves",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            UPDATE bankaccess_referral SET state = NEW.to_state, state_since = NEW.at, due_on = NEW.due_on,
                   step_number = NEW.number WHERE id = NEW.referral_id;
            IF NEW.to_state IN ('declined', 'withdrawn', 'expired') THEN
                UPDATE bankaccess_consent SET ended_at = NEW.at, ended_by_id = NEW.by_id,
                       ending = CASE NEW.to_state WHEN 'withdrawn' THEN 'withdrawn' ELSE 'done' END
                 WHERE referral_id = NEW.referral_id AND ended_at IS NULL;
            END IF;
            IF NEW.to_state = 'disbursed' THEN
                INSERT INTO bankaccess_accessgained (business_id, province_id, referral_id, gained_at, counts)
                SELECT b.id, b.province_id, NEW.referral_id, NEW.at,
                       NOT COALESCE(b.has_bank_loan, false) AND b.state <> 'merged'
                  FROM bankaccess_referral AS r JOIN businesses_business AS b ON b.id = r.business_id
                 WHERE r.id = NEW.referral_id
                ON CONFLICT (business_id) DO NOTHING;
            END IF;
            RETURN NULL;
        """,
    )
