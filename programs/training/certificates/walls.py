"""The walls around certificates, as triggers."""

from __future__ import annotations

import pgtrigger

# what was printed, and about whom and what; the two names only ever go, when a person is erased
FIXED = (
    "number", "invitation_id", "person_id", "pilot_id", "business_id", "module_id", "session_id", "province_id",
    "replaces_id", "module_title", "hours", "place", "starts_at", "ends_at", "time_zone", "issued_at", "issued_by_id",
)  # fmt: skip
NAMES = ("name", "business_name")
# the number by which who was there is known: of a substitute the one written down, of an account the one it confirmed
GUEST_PHONE = """
    CASE WHEN a.substitute_id IS NOT NULL THEN g.phone WHEN u.phone_verified THEN coalesce(u.phone, '') ELSE '' END
"""
# in how many sessions of the module, up to that of the certificate, the very person named on it was
PRESENCES = f"""
    SELECT count(*) FROM training_attendance AS a
      JOIN training_invitation AS i ON i.id = a.invitation_id
      JOIN training_session AS s ON s.id = i.session_id
      JOIN accounts_user AS u ON u.id = i.person_id
      LEFT JOIN training_substitute AS g ON g.id = a.substitute_id
     WHERE s.module_id = {{one}}.module_id AND s.state = 'held' AND a.status = 'present' AND s.starts_at <= {{one}}.starts_at
       AND (i.id = {{one}}.invitation_id OR ({{own}}.phone <> '' AND {{own}}.phone = {GUEST_PHONE})
            OR ({{own}}.substitute_id IS NULL AND a.substitute_id IS NULL AND i.person_id = {{one}}.person_id))
"""  # noqa: S608  only our own constants
# who counts presences in several sessions, and who takes one away, queue up at the module
COUNTED = "hashtext('training_counted')"
ENDED_ONCE = ("ended_at", "ended_by_id", "ending")


# long by its SQL, which is one rule
def certificate_earned() -> pgtrigger.Trigger:
    """Only for who was present in a session that was held and has what its module asks for, and about just that; what
    replaces one takes its place. Of several sessions those count in which the very person was who is named on it.

    FOR SHARE waits for a correction of the attendance under way, and lets none begin before this is through; likewise of the score.
    """
    return pgtrigger.Trigger(
        name="certificate_earned",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("needs", "record"), ("own", "record")],
        func=f"""
            PERFORM 1 FROM training_attendance AS a
              JOIN training_invitation AS i ON i.id = a.invitation_id
              JOIN training_session AS s ON s.id = i.session_id
              JOIN training_module AS m ON m.id = s.module_id
             WHERE i.id = NEW.invitation_id AND a.status = 'present' AND s.state = 'held'
               AND (m.gives_certificate OR NEW.replaces_id IS NOT NULL)
               AND i.person_id = NEW.person_id AND i.pilot_id IS NOT DISTINCT FROM NEW.pilot_id AND i.province_id = NEW.province_id
               AND s.id = NEW.session_id AND m.id = NEW.module_id AND i.business_id = NEW.business_id
               FOR SHARE OF a, s;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'certificate_earned' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.replaces_id IS NULL THEN
                SELECT pass_mark, least_sessions INTO needs FROM training_module WHERE id = NEW.module_id;
                PERFORM 1 FROM training_sitting
                 WHERE invitation_id = NEW.invitation_id AND kind = 'post' AND score >= needs.pass_mark FOR SHARE;
                IF NOT FOUND AND needs.pass_mark IS NOT NULL THEN
                    RAISE EXCEPTION 'certificate_earned: score' USING ERRCODE = 'check_violation';
                END IF;
                SELECT a.substitute_id, {GUEST_PHONE} AS phone INTO own FROM training_attendance AS a
                  JOIN accounts_user AS u ON u.id = NEW.person_id
                  LEFT JOIN training_substitute AS g ON g.id = a.substitute_id
                 WHERE a.invitation_id = NEW.invitation_id;
                IF needs.least_sessions > 1 THEN
                    PERFORM pg_advisory_xact_lock_shared({COUNTED}, NEW.module_id::int);
                END IF;
                IF needs.least_sessions > 1 AND needs.least_sessions > ({PRESENCES.format(one="NEW", own="own")}) THEN
                    RAISE EXCEPTION 'certificate_earned: sessions' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM training_certificate AS before
                 WHERE before.id = NEW.replaces_id AND before.invitation_id = NEW.invitation_id AND before.ending = 'replaced'
            ) THEN
                RAISE EXCEPTION 'certificate_earned: replaces another' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  only our own constant
    )


def certificate_stays() -> pgtrigger.Trigger:
    """What was handed out stays as it was printed; it ends once, and is never deleted."""
    different = [f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in FIXED]
    different += [f"(NEW.{one} <> '' AND OLD.{one} IS DISTINCT FROM NEW.{one})" for one in NAMES]
    different += [
        f"(OLD.ended_at IS NOT NULL AND OLD.{one} IS DISTINCT FROM NEW.{one})" for one in ENDED_ONCE
    ]
    return pgtrigger.Protect(
        name="certificate_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"({' OR '.join(different)})"),
    )


def certificate_kept() -> pgtrigger.Trigger:
    return pgtrigger.Protect(name="certificate_kept", operation=pgtrigger.Delete)


# long by its SQL, which is one rule
def attendance_certified() -> pgtrigger.Trigger:
    """Who holds a certificate that stands was present, by the name on it, in its session and in as many before as it
    counts: it is withdrawn first.
    """
    return pgtrigger.Trigger(
        name="attendance_certified",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.status = 'present' AND (NEW.status <> 'present' OR NEW.invitation_id <> OLD.invitation_id"
            " OR NEW.substitute_id IS DISTINCT FROM OLD.substitute_id)"
        ),
        declare=[("own", "record")],
        func=f"""
            IF EXISTS (
                SELECT FROM training_certificate WHERE invitation_id = OLD.invitation_id AND ended_at IS NULL
            ) THEN
                RAISE EXCEPTION 'attendance_certified' USING ERRCODE = 'check_violation';
            END IF;
            SELECT a.substitute_id, i.person_id, i.session_id, s.module_id, s.starts_at, m.least_sessions, {GUEST_PHONE} AS phone
              INTO own FROM training_attendance AS a
              JOIN training_invitation AS i ON i.id = a.invitation_id
              JOIN training_session AS s ON s.id = i.session_id
              JOIN training_module AS m ON m.id = s.module_id
              JOIN accounts_user AS u ON u.id = i.person_id
              LEFT JOIN training_substitute AS g ON g.id = a.substitute_id
             WHERE a.id = OLD.id;
            IF own.least_sessions = 1 THEN
                RETURN NEW;
            END IF;
            PERFORM pg_advisory_xact_lock({COUNTED}, own.module_id::int);
            IF EXISTS (
                WITH held AS (
                    SELECT c.invitation_id, c.person_id, c.module_id, c.starts_at, a.substitute_id, {GUEST_PHONE} AS phone
                      FROM training_certificate AS c JOIN training_attendance AS a ON a.invitation_id = c.invitation_id
                      JOIN accounts_user AS u ON u.id = c.person_id
                      LEFT JOIN training_substitute AS g ON g.id = a.substitute_id
                     WHERE c.module_id = own.module_id AND c.ended_at IS NULL AND c.session_id <> own.session_id
                       AND c.starts_at >= own.starts_at
                ) SELECT FROM held
                   WHERE ((held.phone <> '' AND held.phone = own.phone)
                          OR (held.substitute_id IS NULL AND own.substitute_id IS NULL AND held.person_id = own.person_id))
                     AND ({PRESENCES.format(one="held", own="held")} AND a.id <> OLD.id) < own.least_sessions
            ) THEN
                RAISE EXCEPTION 'attendance_certified: counted' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  only our own constants
    )
