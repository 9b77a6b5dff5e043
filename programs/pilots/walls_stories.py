"""The walls around stories: nothing is public without its owner's standing consent to exactly that."""

from __future__ import annotations

import pgtrigger

from .walls import stays

TRANSITIONS = [
    ("draft", "asked"),
    ("asked", "agreed"),
    ("asked", "declined"),
    ("agreed", "published"),
    ("agreed", "down"),
    ("published", "down"),
    # written anew: another version
    *((state, "draft") for state in ("asked", "declined", "agreed", "published", "down")),
]


def story_triggers() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.FSM(name="story_flow", field="state", transitions=TRANSITIONS),
        pgtrigger.Protect(
            name="story_begins_as_draft",
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("NEW.state <> 'draft'"),
        ),
        _fits_its_pilot(),
        _words_as_asked(),
        _published_with_consent(),
        stays("story_stays", ("pilot_id", "business_id", "province_id", "written_by_id", "written_at")),
        pgtrigger.Protect(name="keep_story", operation=pgtrigger.Delete),
    ]


def _fits_its_pilot() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="story_of_its_pilot",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM pilots_pilot AS p JOIN pilots_seat AS s ON s.id = p.seat_id
              WHERE p.id = NEW.pilot_id AND p.business_id = NEW.business_id AND s.province_id = NEW.province_id
                AND (p.ended_at IS NULL OR p.outcome = 'graduated');
            IF NOT FOUND THEN
                RAISE EXCEPTION 'story_of_its_pilot' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _words_as_asked() -> pgtrigger.Trigger:
    """What the owner is asked about stays as it is; going back to write makes the next version."""
    return pgtrigger.Trigger(
        name="story_words_as_asked",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("title", "body", "version", "state"),
        func="""
            IF NEW.state = 'draft' AND OLD.state <> 'draft' THEN
                IF NEW.version <> OLD.version + 1 THEN
                    RAISE EXCEPTION 'story_words_as_asked: same version' USING ERRCODE = 'check_violation';
                END IF;
            ELSIF NEW.version <> OLD.version
               OR (NEW.state <> 'draft' AND (NEW.title <> OLD.title OR NEW.body <> OLD.body)) THEN
                RAISE EXCEPTION 'story_words_as_asked' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _published_with_consent() -> pgtrigger.Trigger:
    """FOR SHARE: a consent that is being withdrawn at this moment is waited for, and one that stands stays until the
    story is out; then its withdrawal takes the story down."""
    return pgtrigger.Trigger(
        name="published_with_consent",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("NEW.state IN ('agreed', 'published')"),
        func="""
            PERFORM 1 FROM pilots_storyconsent AS c
              WHERE c.story_id = NEW.id AND c.version = NEW.version AND c.withdrawn_at IS NULL
                FOR SHARE OF c;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'published_with_consent' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def photo_triggers() -> list[pgtrigger.Trigger]:
    """Kept photos of the story's own business; they change only while the story is written."""
    return [
        pgtrigger.Trigger(
            name="story_photo_fits",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func="""
                PERFORM 1 FROM businesses_document AS d JOIN pilots_story AS s ON s.id = NEW.story_id
                  WHERE d.id = NEW.document_id AND d.kind = 'photo' AND d.business_id = s.business_id
                    AND d.removed_at IS NULL
                    FOR SHARE OF d;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'story_photo_fits' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="story_photos_as_asked",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("the_story", "bigint")],
            func="""
                FOREACH the_story IN ARRAY
                    array_remove(ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.story_id END,
                                       CASE WHEN TG_OP <> 'DELETE' THEN NEW.story_id END], NULL)
                LOOP
                    PERFORM 1 FROM pilots_story WHERE id = the_story AND state = 'draft' FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'story_photos_as_asked' USING ERRCODE = 'check_violation';
                    END IF;
                END LOOP;
                RETURN COALESCE(NEW, OLD);
            """,
        ),
    ]


def consent_triggers() -> list[pgtrigger.Trigger]:
    """Given by the owner to what she was asked about, kept, and taken back once."""
    return [
        pgtrigger.Trigger(
            name="story_consent_of_owner",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                PERFORM 1 FROM pilots_story WHERE id = NEW.story_id FOR NO KEY UPDATE;
                PERFORM 1 FROM pilots_story AS s JOIN businesses_business AS b ON b.id = s.business_id
                   JOIN cadres_cadre AS c ON c.id = b.owner_id
                  WHERE s.id = NEW.story_id AND s.state = 'asked' AND s.version = NEW.version
                    AND c.user_id = NEW.given_by_id AND c.restricted_at IS NULL;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'story_consent_of_owner' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        _consent_withdrawn(),
        pgtrigger.Protect(
            name="story_consent_withdrawn_once",
            operation=pgtrigger.UpdateOf("withdrawn_at"),
            condition=pgtrigger.Condition(
                "OLD.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at"
            ),
        ),
        stays(
            "story_consent_stays",
            ("story_id", "version", "text_version", "words", "shown", "given_by_id", "given_at"),
        ),
        pgtrigger.Protect(name="keep_story_consent", operation=pgtrigger.Delete),
    ]


def _consent_withdrawn() -> pgtrigger.Trigger:
    """Taken back, it takes the story down in the same statement."""
    return pgtrigger.Trigger(
        name="story_consent_withdrawn",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("withdrawn_at"),
        condition=pgtrigger.Condition("OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL"),
        func="""
                UPDATE pilots_story SET state = 'down', down_at = NEW.withdrawn_at
                 WHERE id = NEW.story_id AND version = NEW.version AND state IN ('agreed', 'published');
                RETURN NULL;
            """,
    )
