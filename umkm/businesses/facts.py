"""The facts of a business as lines of a page: with a way to change each, or with what is wrong."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from soksi_portal.common.parts import Fact, Task, TaskState
from umkm.cadres.membership import latest_card_return
from umkm.regions.models import Province

from .completeness import missing_fields, problems
from .documents.queries import missing_documents
from .fields import FIELD_LABELS, label_of, shown
from .forms import STEPS, StepForm
from .models import WRITABLE, Business
from .queries import latest_return, mended_fields, remarks_of

BACK_TO_CHECK = "kembali=periksa"


def story_facts(business: Business) -> list[Fact]:
    """What everybody in scope reads; the province beside the regency."""
    facts = [Fact(label_of(business, field), shown(business, field)) for field in FIELD_LABELS]
    province: Province = business.province
    facts.insert(3, Fact(_("Provinsi"), province.name))
    facts.insert(0, Fact(_("Nomor pendaftaran"), business.registration_number))
    return facts


def answers(business: Business) -> list[Fact]:
    """Check your answers: each with the way to change it, and the sentence about what does not fit."""
    wrong = problems(business)
    return [
        Fact(
            label_of(business, field),
            _with_problem(shown(business, field), wrong.get(field, "")),
            url=f"{_step_url(business, step.slug)}?{BACK_TO_CHECK}",
            missing=_("Belum diisi") if field in wrong else _("Dikosongkan"),
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
    wrong, missing = problems(business), {"nik", *missing_fields(business)}
    verification = latest_return(business)
    remarks, mended = remarks_of(verification), mended_fields(business, verification)
    card = card_remarks(business)
    found = []
    for step in STEPS:
        to_mend = [remarks[field] for field in step.facts if field in remarks and field not in mended]
        to_mend += [text for field, text in card.items() if field in step.facts]
        state, hint = _state_of(business, step, wrong, missing)
        if to_mend:
            state, hint = "returned", " ".join(to_mend)
        found.append(Task(str(step.title), state, _step_url(business, step.slug), hint))
    found.append(_documents(business, remarks.get("documents", "") or card.get("card", "")))
    if business.state in WRITABLE:
        check = "" if wrong else reverse("business_check", args=[business.pk])
        hint = _("Setelah semua bagian di atas lengkap.") if wrong else ""
        found.append(Task(_("Periksa jawaban dan kirim"), "blocked" if wrong else "todo", check, hint))
    return found


def _state_of(
    business: Business, step: type[StepForm], wrong: dict[str, str], missing: set[str]
) -> tuple[TaskState, str]:
    """And what is said below the title: what does not fit, what is left, what the part is good for."""
    known = any(shown(business, field) for field in step.facts if field not in wrong)
    left = [field for field in step.facts if field in wrong]
    contradiction = next((wrong[field] for field in left if field not in missing), "")
    if contradiction:
        return "started", contradiction
    purpose = str(step.purpose)
    if not left:
        return ("done" if known else "optional"), purpose
    if not known:
        return "todo", purpose
    labels = ", ".join(label_of(business, field) for field in left)
    return "started", _("%(purpose)s Kurang: %(fields)s.") % {"purpose": purpose, "fields": labels}


def _documents(business: Business, remark: str) -> Task:
    """Photographs may follow; the coordinator looks for two of them."""
    left = missing_documents(business)
    hint = _("Koordinator mencocokkannya dengan isian Anda, sehingga pemeriksaan lebih cepat.")
    if left:
        hint = _("%(purpose)s Belum ada: %(documents)s.") % {"purpose": hint, "documents": ", ".join(left)}
    state: TaskState = "returned" if remark else "started" if len(left) == 1 else "todo" if left else "done"
    return Task(_("Dokumen dan foto"), state, reverse("document_list", args=[business.pk]), remark or hint)


def card_remarks(business: Business) -> dict[str, str]:
    """What the coordinator wrote beside the owner's membership, where it was returned."""
    verification = latest_card_return(business.owner)
    return {remark.field: remark.text for remark in verification.remarks.all()} if verification else {}


def _step_url(business: Business, slug: str) -> str:
    return reverse("business_step", args=[business.pk, slug])
