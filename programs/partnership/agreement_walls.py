"""The walls around what was signed: amendments, clauses, commitments and papers."""

from __future__ import annotations

import pgtrigger


def _refused(name: str, words: str = "") -> str:
    told = f"{name}: {words}" if words else name
    return f"RAISE EXCEPTION '{told}' USING ERRCODE = 'check_violation';"


def _stays(name: str, *columns: str, where: str = "") -> pgtrigger.Trigger:
    """These columns are written once."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    condition = f"(({changed})" + (f" AND {where}" if where else "") + ")"
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=pgtrigger.Condition(condition))


def _keep(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)


def amendment_triggers() -> list[pgtrigger.Trigger]:
    """Numbered without a gap, each signed no earlier than what it amends."""
    return [
        _keep("keep_amendment"),
        _stays("amendment_stays", "memorandum_id", "number", "recorded_by_id", "recorded_at"),
        pgtrigger.Trigger(
            name="amendment_follows",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("last_number", "int"), ("last_day", "date"), ("first_day", "date")],
            func=f"""
                SELECT signed_on INTO first_day FROM partnership_memorandum
                 WHERE id = NEW.memorandum_id FOR NO KEY UPDATE;
                SELECT max(number), max(signed_on) INTO last_number, last_day FROM partnership_amendment
                 WHERE memorandum_id = NEW.memorandum_id;
                IF NEW.number <> COALESCE(last_number, 0) + 1 THEN
                    {_refused("amendment_follows", "number")}
                END IF;
                IF NEW.signed_on < GREATEST(first_day, last_day) THEN
                    {_refused("amendment_follows", "day")}
                END IF;
                RETURN NEW;
            """,  # noqa: S608 — our own words
        ),
    ]


def clause_triggers() -> list[pgtrigger.Trigger]:
    return [_keep("keep_clause"), _stays("clause_stays", "memorandum_id", "number")]


# long by its SQL
def clause_text_triggers() -> list[pgtrigger.Trigger]:
    """A new text supersedes the last one and belongs to an amendment of the same memorandum; what is superseded stays."""
    return [
        _keep("keep_clause_text"),
        _stays("clause_text_stays", "clause_id", "version", "amendment_id", "is_repealed"),
        pgtrigger.Trigger(
            name="superseded_stays",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("text"),
            func=f"""
                PERFORM 1 FROM partnership_clause WHERE id = OLD.clause_id FOR NO KEY UPDATE;
                IF EXISTS (SELECT FROM partnership_clausetext
                            WHERE clause_id = OLD.clause_id AND version > OLD.version) THEN
                    {_refused("superseded_stays")}
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="clause_text_follows",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("last_version", "int"), ("was_repealed", "boolean"), ("last_amendment", "int")],
            func=f"""
                PERFORM 1 FROM partnership_clause WHERE id = NEW.clause_id FOR NO KEY UPDATE;
                SELECT t.version, t.is_repealed, a.number INTO last_version, was_repealed, last_amendment
                  FROM partnership_clausetext AS t LEFT JOIN partnership_amendment AS a ON a.id = t.amendment_id
                 WHERE t.clause_id = NEW.clause_id ORDER BY t.version DESC LIMIT 1;
                IF NEW.version <> COALESCE(last_version, 0) + 1 OR was_repealed THEN
                    {_refused("clause_text_follows", "version")}
                END IF;
                IF NEW.amendment_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM partnership_amendment AS a JOIN partnership_clause AS c
                        ON c.memorandum_id = a.memorandum_id
                     WHERE a.id = NEW.amendment_id AND c.id = NEW.clause_id
                       AND a.number > COALESCE(last_amendment, 0)) THEN
                    {_refused("clause_text_follows", "amendment")}
                END IF;
                RETURN NEW;
            """,  # noqa: S608 — our own words
        ),
    ]


def commitment_triggers() -> list[pgtrigger.Trigger]:
    """Of a clause of the same memorandum; what is ended stays as it was."""
    return [
        _keep("keep_commitment"),
        pgtrigger.Protect(
            name="ended_commitment_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*"),
        ),
        pgtrigger.Trigger(
            name="commitment_of_clause",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("clause_id", "memorandum_id"),
            func=f"""
                IF NOT EXISTS (SELECT FROM partnership_clause
                                WHERE id = NEW.clause_id AND memorandum_id = NEW.memorandum_id) THEN
                    {_refused("commitment_of_clause")}
                END IF;
                RETURN NEW;
            """,
        ),
    ]


def paper_triggers() -> list[pgtrigger.Trigger]:
    """All that changes: its name, who reads it, and that it is removed, once."""
    return [
        _keep("keep_paper"),
        _stays(
            "paper_stays",
            *("memorandum_id", "amendment_id", "sha256", "size", "pages", "uploaded_by_id", "uploaded_at"),
        ),
        _stays(
            "removed_paper_stays",
            *("title", "is_internal", "removed_at", "removed_by_id", "remove_reason"),
            where="OLD.removed_at IS NOT NULL",
        ),
        _stays("paper_file_stays", "file", "thumbnail", where="(NEW.removed_at IS NULL OR NEW.file <> '')"),
        pgtrigger.Trigger(
            name="paper_of_memorandum",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("NEW.amendment_id IS NOT NULL"),
            func=f"""
                IF NOT EXISTS (SELECT FROM partnership_amendment
                                WHERE id = NEW.amendment_id AND memorandum_id = NEW.memorandum_id) THEN
                    {_refused("paper_of_memorandum")}
                END IF;
                RETURN NEW;
            """,
        ),
    ]
