"""The walls around tests, scores and feedback, as triggers."""

from __future__ import annotations

import pgtrigger

MOST_QUESTIONS = 30  # of one test: a training is not an examination
MOST_CHOICES = 5
MOST_SITTINGS = 2  # of the post-test; the pre-test has one
LOW, HIGH = 1, 5  # of what feedback is given on


def questions_unanswered() -> pgtrigger.Trigger:
    """What somebody has been asked stays as it was: a change is a new version of the test.

    FOR UPDATE waits for whoever begins the test at this moment, and lets nobody begin before this is through.
    """
    return pgtrigger.Trigger(
        name="questions_unanswered",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("test", "bigint")],
        func=f"""
            test := CASE WHEN TG_OP = 'INSERT' THEN NEW.test_id ELSE OLD.test_id END;
            PERFORM 1 FROM training_moduletest WHERE id = test FOR UPDATE;
            IF EXISTS (SELECT FROM training_sitting WHERE test_id = test) THEN
                RAISE EXCEPTION 'questions_unanswered' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'UPDATE' AND NEW.test_id <> OLD.test_id THEN
                RAISE EXCEPTION 'questions_unanswered: another test' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'INSERT' AND (SELECT count(*) FROM training_question WHERE test_id = test) >= {MOST_QUESTIONS} THEN
                RAISE EXCEPTION 'questions_few' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """,  # noqa: S608  only our own constant
    )


def test_stays() -> pgtrigger.Trigger:
    """A version is of one module and kind, and is retired once."""
    return pgtrigger.Protect(
        name="test_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "(OLD.module_id <> NEW.module_id OR OLD.kind <> NEW.kind OR OLD.version <> NEW.version"
            " OR (OLD.retired_at IS NOT NULL AND OLD.retired_at IS DISTINCT FROM NEW.retired_at))"
        ),
    )


def sitting_fits() -> pgtrigger.Trigger:
    """Of the test of the session's module, in a session that stands; a second one after the first."""
    return pgtrigger.Trigger(
        name="sitting_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM training_invitation AS i
              JOIN training_session AS s ON s.id = i.session_id
              JOIN training_moduletest AS t ON t.module_id = s.module_id
             WHERE i.id = NEW.invitation_id AND t.id = NEW.test_id AND t.kind = NEW.kind
               AND s.state <> 'cancelled' AND i.state <> 'cancelled';
            IF NOT FOUND THEN
                RAISE EXCEPTION 'sitting_fits' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.number > 1 AND NOT EXISTS (
                SELECT FROM training_sitting
                 WHERE invitation_id = NEW.invitation_id AND kind = NEW.kind AND number = NEW.number - 1
                   AND finished_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'sitting_fits: first not finished' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def sitting_scored() -> pgtrigger.Trigger:
    """The score is counted here, out of what was answered; nobody writes it. On paper the trainer counted what is right."""
    return pgtrigger.Trigger(
        name="sitting_scored",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NEW.finished_at IS NULL THEN
                NEW.right_count := NULL; NEW.question_count := NULL; NEW.score := NULL;
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND OLD.finished_at IS NOT NULL AND OLD.right_count = NEW.right_count THEN
                NEW.question_count := OLD.question_count; NEW.score := OLD.score;
                RETURN NEW;
            END IF;
            NEW.question_count := (SELECT count(*) FROM training_question WHERE test_id = NEW.test_id);
            IF NEW.method = 'phone' THEN
                NEW.right_count := (SELECT count(*) FROM training_answer AS a
                                      JOIN training_question AS q ON q.id = a.question_id
                                     WHERE a.sitting_id = NEW.id AND a.choice = q.answer);
            END IF;
            IF NEW.question_count = 0 OR NEW.right_count NOT BETWEEN 0 AND NEW.question_count THEN
                RAISE EXCEPTION 'sitting_scored' USING ERRCODE = 'check_violation';
            END IF;
            NEW.score := round(100.0 * NEW.right_count / NEW.question_count);
            RETURN NEW;
        """,
    )


def sitting_stays() -> pgtrigger.Trigger:
    """Handed in is handed in; only a number that somebody copied from paper is corrected."""
    fixed = ("invitation_id", "test_id", "kind", "number", "started_at")
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in fixed)
    return pgtrigger.Protect(
        name="sitting_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"({changed} OR (OLD.finished_at IS NOT NULL AND (OLD.method <> 'paper' OR NEW.method <> 'paper'"
            " OR NEW.finished_at IS DISTINCT FROM OLD.finished_at)))"
        ),
    )


def score_certified() -> pgtrigger.Trigger:
    """Whoever holds a certificate that stands keeps the score that it was given for; it is withdrawn first."""
    return pgtrigger.Trigger(
        name="score_certified",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("right_count"),
        condition=pgtrigger.Condition(
            "OLD.kind = 'post' AND OLD.finished_at IS NOT NULL AND NEW.right_count < OLD.right_count"
        ),
        func="""
            IF EXISTS (SELECT FROM training_certificate
                        WHERE invitation_id = OLD.invitation_id AND ended_at IS NULL) THEN
                RAISE EXCEPTION 'score_certified' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def answer_fits() -> pgtrigger.Trigger:
    """One of the choices of a question of that very test, until it is handed in.

    FOR SHARE waits for a handing-in under way: what comes after it finds it finished.
    """
    return pgtrigger.Trigger(
        name="answer_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("sat", "record")],
        func="""
            SELECT finished_at, test_id, method INTO sat FROM training_sitting
             WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.sitting_id ELSE OLD.sitting_id END FOR SHARE;
            IF sat.finished_at IS NOT NULL OR sat.method <> 'phone' THEN
                RAISE EXCEPTION 'answer_fits: handed in' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            IF TG_OP = 'UPDATE' AND (OLD.sitting_id, OLD.question_id) <> (NEW.sitting_id, NEW.question_id) THEN
                RAISE EXCEPTION 'answer_fits: moved' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM training_question WHERE id = NEW.question_id AND test_id = sat.test_id
                AND NEW.choice BETWEEN 1 AND cardinality(choices);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'answer_fits: another test' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def feedback_fits() -> pgtrigger.Trigger:
    """From somebody who was there, once the session is over."""
    return pgtrigger.Trigger(
        name="feedback_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM training_invitation AS i
              JOIN training_session AS s ON s.id = i.session_id
              LEFT JOIN training_attendance AS a ON a.invitation_id = i.id
             WHERE i.id = NEW.invitation_id AND s.state <> 'cancelled' AND s.ends_at <= now()
               AND (a.status = 'present' OR (a.id IS NULL AND i.state = 'confirmed'))
               AND (s.id, s.module_id, s.trainer_id) = (NEW.session_id, NEW.module_id, NEW.trainer_id);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'feedback_fits' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def feedback_stays() -> pgtrigger.Trigger:
    """What somebody said stays said; the words go when the person is erased."""
    fixed = ("invitation_id", "session_id", "module_id", "trainer_id", "usefulness", "clarity", "given_at")
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in fixed)
    return pgtrigger.Protect(
        name="feedback_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"({changed} OR (NEW.words <> '' AND NEW.words <> OLD.words))"),
    )
