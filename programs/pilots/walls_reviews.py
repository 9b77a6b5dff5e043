"""The walls around reviewing: independent, complete, standing, and enough of them before anybody decides."""

from __future__ import annotations

import pgtrigger

from .walls import stays


def decision_triggers() -> list[pgtrigger.Trigger]:
    """Nobody leaves "proposed" but by a withdrawal before as many have reviewed as the phase says; neither owner nor
    nominator decides.

    When the phase has ended meanwhile, an owner who still waits is answered all the same.
    """
    return [
        pgtrigger.Trigger(
            name="decided_after_reviews",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("state"),
            condition=pgtrigger.Condition(
                "OLD.state IS DISTINCT FROM NEW.state AND NEW.state <> 'withdrawn'"
            ),
            func="""
                IF EXISTS (SELECT FROM pilots_review AS r WHERE r.nomination_id = NEW.id
                              AND r.reviewer_id = NEW.decided_by_id AND r.declaration = 'conflict') THEN
                    RAISE EXCEPTION 'decided_after_reviews: conflict of interest'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.decided_by_id = NEW.nominated_by_id OR EXISTS (
                    SELECT FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                     WHERE b.id = NEW.business_id AND c.user_id = NEW.decided_by_id) THEN
                    RAISE EXCEPTION 'decided_after_reviews: nominator or owner'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF OLD.state = 'proposed' AND (SELECT count(*) FROM pilots_review AS r
                        WHERE r.nomination_id = NEW.id AND r.handed_in_at IS NOT NULL)
                     < (SELECT f.least_reviews FROM partnership_phase AS f
                         WHERE f.id = NEW.phase_id AND NOT (NEW.state = 'declined' AND f.state <> 'open')) THEN
                    RAISE EXCEPTION 'decided_after_reviews' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        )
    ]


def review_triggers() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Protect(name="keep_review", operation=pgtrigger.Delete),
        stays("review_stays", ("nomination_id", "reviewer_id")),
        pgtrigger.Protect(
            name="review_stands",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.handed_in_at IS NOT NULL"),
        ),
        # who has stepped aside has seen what the others gave
        stays("aside_stays", ("declaration",), where="OLD.declaration = 'aside'"),
        _review_fits(),
        _review_complete(),
    ]


def _review_fits() -> pgtrigger.Trigger:
    """Of an undecided proposal, by Jamkrindo's staff, neither by who proposed it nor by who owns it."""
    return pgtrigger.Trigger(
        name="review_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            PERFORM 1 FROM pilots_nomination AS n JOIN partnership_phase AS f ON f.id = n.phase_id
              WHERE n.id = NEW.nomination_id AND n.state = 'proposed' AND f.state = 'open'
                FOR NO KEY UPDATE OF n;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'review_fits: nothing to review' USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM pilots_nomination AS n JOIN businesses_business AS b ON b.id = n.business_id
              JOIN cadres_cadre AS c ON c.id = b.owner_id
              WHERE n.id = NEW.nomination_id AND NEW.reviewer_id IN (n.nominated_by_id, c.user_id);
            IF FOUND THEN
                RAISE EXCEPTION 'review_fits: nominator or owner' USING ERRCODE = 'check_violation';
            END IF;
            IF NOT EXISTS (SELECT FROM accounts_rolegrant AS g WHERE g.user_id = NEW.reviewer_id
                              AND g.role = 'jamkrindo' AND g.ended_at IS NULL) THEN
                RAISE EXCEPTION 'review_fits: no reviewer' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _review_complete() -> pgtrigger.Trigger:
    """Handed in with a score for each criterion of the phase."""
    return pgtrigger.Trigger(
        name="review_complete",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("handed_in_at"),
        condition=pgtrigger.Condition("NEW.handed_in_at IS NOT NULL"),
        func="""
            IF EXISTS (SELECT FROM pilots_nomination AS n JOIN partnership_criterion AS c ON c.phase_id = n.phase_id
                        WHERE n.id = NEW.nomination_id
                          AND NOT EXISTS (SELECT FROM pilots_reviewscore AS s
                                           WHERE s.review_id = NEW.id AND s.criterion_id = c.id)) THEN
                RAISE EXCEPTION 'review_complete' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def review_score_triggers() -> list[pgtrigger.Trigger]:
    """While the sheet is a draft of somebody without an interest; by a criterion of the phase."""
    return [
        stays("review_score_stays", ("review_id", "criterion_id")),
        pgtrigger.Trigger(
            name="review_score_fits",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("it", "record")],
            func="""
                it := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
                PERFORM 1 FROM pilots_review AS r JOIN pilots_nomination AS n ON n.id = r.nomination_id
                  JOIN partnership_criterion AS c ON c.phase_id = n.phase_id AND c.id = it.criterion_id
                 WHERE r.id = it.review_id AND r.handed_in_at IS NULL AND r.declaration = 'none'
                   FOR SHARE OF r;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'review_score_fits' USING ERRCODE = 'check_violation';
                END IF;
                RETURN it;
            """,
        ),
    ]
