"""The walls around what comes with a proposal: consent, exceptions, scores and documents."""

from __future__ import annotations

import pgtrigger

from .walls import REASON_LENGTH, stays

# by size; the rule of PP 7/2021 gives the class
SIZES = "ARRAY['micro', 'small', 'medium', 'large']"
# what is shown to reviewers; a paper with a NIK or an NPWP is not
ATTACHABLE = ("nib", "photo")
OPEN_TO_CHANGE = """
            PERFORM 1 FROM pilots_nomination AS n WHERE n.id = {nomination} AND n.state = 'proposed' FOR SHARE;
            IF NOT FOUND OR EXISTS (SELECT FROM pilots_review AS r
                                     WHERE r.nomination_id = {nomination} AND r.handed_in_at IS NOT NULL) THEN
                RAISE EXCEPTION '{name}: decided or reviewed' USING ERRCODE = 'check_violation';
            END IF;
"""


def proposal_triggers() -> list[pgtrigger.Trigger]:
    """What is proposed meets the needs of its phase; what was said of it stands once somebody has reviewed it."""
    return [
        pgtrigger.Protect(
            name="nomination_first",
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("NEW.state <> 'proposed'"),
        ),
        _nomination_meets_needs(),
        pgtrigger.Trigger(
            name="nomination_words_stand",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("motivation"),
            condition=pgtrigger.Condition("OLD.motivation IS DISTINCT FROM NEW.motivation"),
            func=f"""{OPEN_TO_CHANGE.format(nomination="OLD.id", name="nomination_words_stand")}
            RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="nomination_scored",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            timing=pgtrigger.Deferred,
            func="""
                IF EXISTS (SELECT FROM partnership_criterion AS c WHERE c.phase_id = NEW.phase_id
                              AND NOT EXISTS (SELECT FROM pilots_nominationscore AS s
                                               WHERE s.nomination_id = NEW.id AND s.criterion_id = c.id)) THEN
                    RAISE EXCEPTION 'nomination_scored: a criterion without a score'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            """,
        ),
    ]


def _nomination_meets_needs() -> pgtrigger.Trigger:
    """The rules of `services/eligibility.py` that are computed, with approved exceptions; on the province's own day."""
    return pgtrigger.Trigger(
        name="nomination_meets_needs",  # after nomination_fits: by their names
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("needs", "record"), ("it", "record"), ("excepted", "text[]"), ("unmet", "text")],
        # the only part put in is our own constant
        func=f"""
            SELECT f.largest_size, f.least_years, f.needs_nib INTO needs
              FROM partnership_phase AS f WHERE f.id = NEW.phase_id;
            SELECT b.size_class, b.start_year, b.nib, b.owner_id,
                   (NEW.nominated_at AT TIME ZONE p.time_zone)::date AS today INTO it
              FROM businesses_business AS b JOIN regions_province AS p ON p.code = NEW.province_id
             WHERE b.id = NEW.business_id;
            SELECT COALESCE(array_agg(e.rule::text), '{{}}') INTO excepted FROM pilots_eligibilityexception AS e
             WHERE e.phase_id = NEW.phase_id AND e.business_id = NEW.business_id AND e.state = 'approved';
            unmet := CASE
                WHEN 'size' <> ALL (excepted) AND array_position({SIZES}, it.size_class::text)
                     > array_position({SIZES}, needs.largest_size::text) THEN 'size'
                WHEN 'years' <> ALL (excepted)
                     AND EXTRACT(YEAR FROM it.today) - it.start_year < needs.least_years THEN 'years'
                WHEN 'legality' <> ALL (excepted) AND needs.needs_nib AND it.nib IS NULL THEN 'legality'
                WHEN EXISTS (SELECT FROM pilots_pilot AS s
                              WHERE s.business_id = NEW.business_id AND s.ended_at IS NULL) THEN 'active elsewhere'
                WHEN EXISTS (SELECT FROM partnership_phasestage AS s
                              WHERE s.phase_id = NEW.phase_id AND s.stage = 'nomination'
                                AND it.today NOT BETWEEN s.starts_on AND s.ends_on) THEN 'stage'
            END;
            IF unmet IS NOT NULL THEN
                RAISE EXCEPTION 'nomination_meets_needs: %', unmet USING ERRCODE = 'check_violation';
            END IF;
            PERFORM 1 FROM pilots_nominationconsent AS c WHERE c.business_id = NEW.business_id
                AND c.owner_id = it.owner_id AND c.withdrawn_at IS NULL FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nomination_meets_needs: consent' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 — our own constants
    )


def consent_triggers() -> list[pgtrigger.Trigger]:
    """Given by the owner, or on paper by one without an account; taken back once."""
    return [
        pgtrigger.Protect(name="keep_nomination_consent", operation=pgtrigger.Delete),
        stays(
            "nomination_consent_stays",
            ("business_id", "owner_id", "text_id", "recorded_by_id", "given_at", "signed_on"),
        ),
        stays("nomination_consent_ends_once", ("withdrawn_at",), where="OLD.withdrawn_at IS NOT NULL"),
        pgtrigger.Trigger(
            name="nomination_consent_of_owner",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                PERFORM 1 FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                  JOIN cadres_consenttext AS t ON t.version = NEW.text_id
                 WHERE b.id = NEW.business_id AND b.owner_id = NEW.owner_id AND t.purpose = 'nomination'
                   AND (c.user_id = NEW.recorded_by_id OR (c.user_id IS NULL AND NEW.signed_on IS NOT NULL));
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'nomination_consent_of_owner' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
    ]


def exception_triggers() -> list[pgtrigger.Trigger]:
    """Asked for with a reason, decided once, by neither the owner nor who asked (the latter a constraint)."""
    return [
        pgtrigger.Protect(name="keep_exception", operation=pgtrigger.Delete),
        stays(
            "exception_stays",
            ("phase_id", "business_id", "rule", "reason", "asked_by_id", "asked_at"),
        ),
        pgtrigger.Protect(
            name="exception_decided_once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.state <> 'open'"),
        ),
        pgtrigger.Trigger(
            name="exception_fits",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("decided_by_id"),
            # the only part put in is our own constant
            func=f"""
                IF TG_OP = 'INSERT' AND (NEW.state <> 'open' OR length(btrim(NEW.reason)) < {REASON_LENGTH}) THEN
                    RAISE EXCEPTION 'exception_fits: open, with a reason' USING ERRCODE = 'check_violation';
                END IF;
                IF EXISTS (SELECT FROM businesses_business AS b JOIN cadres_cadre AS c ON c.id = b.owner_id
                            WHERE b.id = NEW.business_id AND c.user_id IN (NEW.asked_by_id, NEW.decided_by_id)) THEN
                    RAISE EXCEPTION 'exception_fits: own business' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
    ]


def score_triggers() -> list[pgtrigger.Trigger]:
    """By a criterion of the phase; not after somebody has reviewed."""
    return [
        pgtrigger.Protect(name="keep_nomination_score", operation=pgtrigger.Delete),
        stays("nomination_score_stays", ("nomination_id", "criterion_id")),
        pgtrigger.Trigger(
            name="nomination_score_fits",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""{OPEN_TO_CHANGE.format(nomination="NEW.nomination_id", name="nomination_score_fits")}
            PERFORM 1 FROM pilots_nomination AS n JOIN partnership_criterion AS c ON c.phase_id = n.phase_id
             WHERE n.id = NEW.nomination_id AND c.id = NEW.criterion_id;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nomination_score_fits: another phase' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
            """,
        ),
    ]


def document_triggers() -> list[pgtrigger.Trigger]:
    """Of the proposed business, kept, and without a number of a person; not after somebody has reviewed."""
    kinds = ", ".join(f"'{kind}'" for kind in ATTACHABLE)
    return [
        pgtrigger.Protect(name="keep_nomination_document", operation=pgtrigger.Delete),
        stays("nomination_document_stays", ("nomination_id", "document_id", "added_by_id", "added_at")),
        stays("nomination_document_removed_once", ("removed_at",), where="OLD.removed_at IS NOT NULL"),
        pgtrigger.Trigger(
            name="nomination_document_fits",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            # the only part put in is our own constant
            func=f"""{OPEN_TO_CHANGE.format(nomination="NEW.nomination_id", name="nomination_document_fits")}
            IF TG_OP = 'INSERT' THEN
                PERFORM 1 FROM businesses_document AS d JOIN pilots_nomination AS n ON n.business_id = d.business_id
                 WHERE d.id = NEW.document_id AND n.id = NEW.nomination_id AND d.removed_at IS NULL
                   AND d.kind IN ({kinds}) FOR SHARE OF d;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'nomination_document_fits' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
            """,
        ),
    ]
