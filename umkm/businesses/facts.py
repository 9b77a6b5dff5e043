"""The facts of a business as lines of a page: with a way to change each, or with what is wrong."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from soksi_portal.common.parts import Fact, Task, TaskState
from umkm.regions.models import Province

from .completeness import missing_fields, problems
from .fields import FIELD_LABELS, label_of, shown
from .forms import STEPS
from .models import Business
from .queries import latest_return, mended_fields, remarks_of


def story_facts(business: Business) -> list[Fact]:
    """What everybody in scope reads; the province beside the regency."""
    facts = [Fact(label_of(business, field), shown(business, field)) for field in FIELD_LABELS]
    province: Province = business.province
    facts.insert(3, Fact(_("Provinsi"), province.name))
    return facts


def answers(business: Business) -> list[Fact]:
    """Check your answers: each with the way to change it, and the sentence about what does not fit."""
    wrong = problems(business)
    return [
        Fact(
            label_of(business, field),
            _with_problem(shown(business, field), wrong.get(field, "")),
            url=_step_url(business, step.slug),
        )
        for step in STEPS
        for field in step.facts
    ]


def _with_problem(value: str, problem: str) -> str:
    if not problem or not value:
        return value
    return format_html('{}<div class="field-error">{}</div>', value, problem)


def tasks(business: Business) -> list[Task]:
    """What is done and what is left, one line for each page of the registration."""
    wrong, missing = problems(business), set(missing_fields(business))
    verification = latest_return(business)
    remarks, mended = remarks_of(verification), mended_fields(business, verification)
    found = []
    for step in STEPS:
        state: TaskState = "done"
        hint = ""
        to_mend = [field for field in step.facts if field in remarks and field not in mended]
        if to_mend:
            state, hint = "returned", " ".join(remarks[field] for field in to_mend)
        elif any(field in wrong for field in step.facts):
            known = any(shown(business, field) for field in step.facts if field not in missing)
            state = "started" if known else "todo"
            hint = next(
                (text for field, text in wrong.items() if field in step.facts and field not in missing), ""
            )
        found.append(Task(str(step.title), state, _step_url(business, step.slug), hint))
    ready = not wrong
    check = reverse("business_check", args=[business.pk])
    found.append(Task(_("Periksa jawaban dan kirim"), "todo" if ready else "blocked", check if ready else ""))
    return found


def _step_url(business: Business, slug: str) -> str:
    return reverse("business_step", args=[business.pk, slug])
