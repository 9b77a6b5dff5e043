"""Ids guessed: every address of mentoring, banks and impact that carries one, read and written to by those it is none of
the business of: a user of another bank, the owner of another business, a coordinator of another province.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from programs.mentoring.models import Handover
from programs.mentoring.reports.months import last_complete, month_code, today
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests import factories as make
from tests.programs.bankaccess.makers import bank_user_of, make_answer, make_product, make_referral
from tests.programs.mentoring.makers import make_books, make_cash_book, make_receipt, make_report
from tests.programs.mentoring.visits.makers import (
    make_assignment,
    make_mentor,
    make_photo,
    make_task,
    make_visit,
    owner_of,
)
from tests.urls import patterns

pytestmark = pytest.mark.django_db
SLICES = ("programs.mentoring.", "programs.bankaccess.", "programs.impact.")
STEPS = {"step": ("tolak",), "slug": ("alat",)}
# what a mentor does, and no other of Jamkrindo's staff
MENTORS_OWN = (
    "visit_plan", "visit_begin", "visit_agree", "visit_move", "visit_cancel", "visit_record", "visit_photo_remove",
    "action_done", "action_answer",
)  # fmt: skip


class Told:
    """One business with everything that an address can name, and a form that is filled in."""

    def __init__(self) -> None:
        pilot = make.make_pilot()
        business = self.business = pilot.business
        make_books(business, last=last_complete(last_complete(today())))
        sheet = make_report(business, last_complete(today()), sent=False)
        book = make_cash_book(sheet)
        assignment = make_assignment(business)
        task = make_task(assignment)
        self.referrals = [make_referral(state=state, business=business) for state in ("sent", "prepared")]
        self.visits = [make_visit(assignment, state=state) for state in ("proposed", "done")]
        bank, product = self.referrals[0].bank, self.referrals[0].product
        self.post = bank_user_of(self.referrals[0]).bank_posts.get()
        offered = Handover.objects.create(
            assignment=assignment,
            to_mentor=make_mentor(),
            reason="Pindah.",
            offered_by=assignment.mentor.user,
        )
        entry = book.entries.get()
        self.ids: dict[str, tuple[Any, ...]] = STEPS | {
            "business_id": (business.pk,), "answer_id": (make_answer(business).pk,), "bank_id": (bank.pk,),
            "post_id": (self.post.pk,), "product_id": (product.pk,), "terms_id": (product.terms.get().pk,),
            "phase_id": (pilot.seat.phase_id,), "referral_id": tuple(one.pk for one in self.referrals),
            "item_id": (task.pk,), "report_id": tuple(business.monthly_reports.values_list("pk", flat=True)),
            "cash_book_id": (book.pk,), "entry_id": (entry.pk,), "receipt_id": (make_receipt(entry).pk,),
            "handover_id": (offered.pk,), "user_id": (assignment.mentor.user_id,),
            "visit_id": tuple(one.pk for one in self.visits), "photo_id": (make_photo(self.visits[1]).pk,),
        }  # fmt: skip
        day = timezone.localdate().isoformat()
        self.form = {
            "words": "Uji", "reason": "books", "amount": "1000000", "months": "12", "rate": "6", "guaranteed_percent": "70",
            "approved_on": day, "disbursed_on": day, "has_programme_credit": "True", "slik": "unknown",
            "answered_on": day, "name": "Kredit", "valid_from": "2030-01-01", "regulation": "Uji", "ceiling": "5000000",
            "purpose": "Uji", "answer": "accept", "revision": "1", "date": "2026-12-20", "time": "09:00", "mode": "onsite",
            "place": "Uji", "agenda": "Uji", "findings": "Uji", "key": str(uuid.uuid4()), "base": "0", "ago": "0",
            "evidence": "Uji", "what": "Uji", "owner": "cadre", "due_on": "2026-12-20", "partner": "Uji",
            "until": month_code(today()), "capacity": "3", "teks": "bank-1", "user": str(self.post.user_id),
        }  # fmt: skip

    def addresses(self, names: tuple[str, ...] | None = None) -> Iterator[str]:
        for pattern in _of_slices():
            if names is None or pattern.name in names:
                yield from self._of(pattern)

    def _of(self, pattern: URLPattern) -> Iterator[str]:
        names = list(pattern.pattern.converters)
        combined: list[dict[str, Any]] = [{}]
        for name in names:
            combined = [one | {name: value} for one in combined for value in self.ids[name]]
        yield from (reverse(str(pattern.name), kwargs=one) for one in combined if names)


def _of_slices() -> list[URLPattern]:
    return [one for _route, one in patterns() if one.callback.__module__.startswith(SLICES)]


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[Told]:
    """Made once: nobody here changes anything, which is what is tested."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Told()
        transaction.set_rollback(True)


def everything() -> list[tuple[str, str]]:
    """All that stands in these slices, and all that anybody is told."""
    with connection.cursor() as cursor:
        tables = [
            one
            for one in connection.introspection.table_names(cursor)
            if one.startswith(("mentoring_", "bankaccess_", "impact_", "outbox_message"))
        ]
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{one}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {one} AS t"
                for one in tables
            )
        )
        return sorted(cursor.fetchall())


def another(role: str) -> User:
    """With a place of its own, so that only whose it is keeps it out."""
    if role == "bank":
        return bank_user_of(make_referral(state="sent", product=make_product()))
    if role == "cadre":
        visit = make_visit(state="proposed")
        make_referral(business=visit.business)
        return owner_of(visit)
    return make.make_user(Role.COORDINATOR, province=make.make_province("91"))


@pytest.mark.parametrize("role", ["bank", "cadre", "coordinator"])
def test_stranger_reads_nothing_and_changes_nothing_by_any_id(told, role):
    client = Client()
    client.force_login(another(role))
    before = everything()
    let_in = []
    for url in told.addresses():
        written = client.post(url, told.form).status_code
        # by the guard of the view, which asks for no method; test_urls_by_role reads each address
        read = 403 if written == 403 else client.get(url).status_code
        if read not in (403, 404, 405) or written not in (403, 404, 405) or read == written == 405:
            let_in.append((url, read, written))
    assert let_in == []
    assert everything() == before


def test_mentor_of_another_business_does_nothing_of_the_mentors(told):
    client = Client()
    client.force_login(make_assignment().mentor.user)
    before = everything()
    for url in told.addresses(MENTORS_OWN):
        client.post(url, told.form)
    client.post(reverse("handover_detail", args=told.ids["handover_id"]), told.form)
    assert everything() == before
    client.force_login(told.visits[0].mentor.user)
    client.post(reverse("visit_cancel", args=[told.visits[0].pk]), told.form)
    assert everything() != before  # the form is one that counts


def test_lists_and_exports_of_a_stranger_name_nothing_of_it(told):
    names = [str(told.referrals[0]), told.business.name, told.business.owner.full_name]
    for role in ("bank", "cadre", "coordinator"):
        client = Client()
        client.force_login(another(role))
        for pattern in _of_slices():
            if not pattern.pattern.converters:
                for form in ("", "?format=csv"):
                    answer = client.get(reverse(str(pattern.name)) + form)
                    page = b"".join(answer) if answer.streaming else answer.content
                    assert [one for one in names if one in page.decode()] == [], (pattern.name, form)
