"""The pages of mentoring: what each role reads on them, their cost, and what bad input gets."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone

from programs.mentoring.matching.choices import Side
from programs.mentoring.models import Assignment, Visit, VisitPhoto
from programs.mentoring.visits.needing import needs_of
from programs.mentoring.visits.recording import record_visit
from programs.mentoring.visits.views.recording import AS_JSON
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import waiting_for
from tests import factories as make
from tests.programs.mentoring.visits.makers import (
    make_assignment,
    make_mentor,
    make_sheet,
    make_task,
    make_visit,
    mentor_of,
    owner_of,
    picture,
)

pytestmark = pytest.mark.django_db
MONTHS_AGO = timedelta(days=50)


def sheet_data(visit: Visit, **fields: str) -> dict[str, str]:
    known = {"key": str(uuid.uuid4()), "base": str(visit.version), "findings": "Buku kas rapi."}
    return {**known, **fields, "whole": "1"}


def test_who_needs_me_most_stands_first_with_the_reasons():
    mentor = make_mentor()
    calm, urgent = (
        make_assignment(mentor=mentor),
        make_assignment(mentor=mentor, began_at=timezone.now() - MONTHS_AGO),
    )
    make_visit(calm, state="done")
    make_task(urgent, days=-3)
    make_visit(urgent, starts_at=timezone.now() - timedelta(hours=2))

    first, second = needs_of(mentor.user)

    assert (first.assignment, second.assignment) == (urgent, calm)
    assert first.reasons == [
        "Belum pernah dikunjungi, sudah 50 hari didampingi.",
        "Kunjungan terakhir belum dicatat.",
        "1 tugas lewat tenggat.",
    ]
    assert first.points == 35 + 25 + 8
    assert second.reasons == []


def test_own_list_costs_the_same_for_many(client, django_assert_max_num_queries):
    mentor = make_mentor()
    client.force_login(mentor.user)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_task(make_assignment(mentor=mentor), days=-1)
        with django_assert_max_num_queries(40) as spent:
            assert client.get("/pendampingan/").status_code == 200
        counts.append(len(spent))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("address", ["/pendampingan/usaha/", "/pendampingan/kunjungan/"])
def test_lists_cost_the_same_for_many_and_keep_to_the_province(
    client, django_assert_max_num_queries, address
):
    province, elsewhere = make.make_province(), make.make_province("91")
    client.force_login(make.make_user(Role.COORDINATOR, province=province))
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_visit(make_assignment(make.make_pilot(province=province).business), state="done")
        with django_assert_max_num_queries(40) as spent:
            page = client.get(address)
        counts.append(len(spent))
    assert counts[0] == counts[1]
    other = make_visit(make_assignment(make.make_pilot(province=elsewhere).business))
    assert other.business.name not in client.get(address).content.decode()
    assert client.get(address, {"format": "csv"}).status_code == 200
    assert page.status_code == 200


def test_filters_of_the_list(client):
    staff = make.make_user(Role.JAMKRINDO)
    client.force_login(staff)
    alone = make.make_pilot().business
    late, calm = make_assignment(), make_assignment()
    make_task(late, days=-2)

    def names(**query):
        content = client.get("/pendampingan/usaha/", query).content.decode()
        return [one.name for one in (alone, late.business, calm.business) if f">{one.name}<" in content]

    assert names() == [alone.name, late.business.name, calm.business.name]
    assert names(keadaan="tanpa") == [alone.name]
    assert names(keadaan="lewat") == [late.business.name]
    assert names(pendamping=str(calm.mentor.pk)) == [calm.business.name]
    assert names(pendamping="99999999999999999999", keadaan="x") == names()


def test_findings_are_for_owner_and_jamkrindo_only(client):
    visit = make_visit(state="done", findings="Utang Rp 3 juta kepada paman.")
    for user, reads in (
        (owner_of(visit), True),
        (make.make_user(Role.JAMKRINDO), True),
        (make.make_user(Role.COORDINATOR, province=visit.province), False),
        (make.make_user(Role.BOARD), False),
    ):
        client.force_login(user)
        content = client.get(visit.get_absolute_url()).content.decode()
        assert ("Rp 3 juta" in content) is reads


def test_arranged_by_pages_and_answered_by_one_tap(client):
    assignment = make_assignment()
    client.force_login(mentor_of(assignment))
    address = reverse("visit_plan", args=[assignment.business_id])
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    wrong = client.post(address, {"date": "x", "start": "25.99", "mode": "mail", "place": "a\x00"})
    assert wrong.status_code == 200
    assert "Tulis tanggal seperti" in wrong.content.decode()
    client.post(address, {"date": day, "start": "09.30", "mode": "onsite", "agenda": "Buku kas"})
    visit = Visit.objects.get()
    assert visit.starts_at.astimezone(visit.province.zone).strftime("%H:%M") == "09:30"

    client.force_login(owner_of(visit))
    assert "Ya, saya setuju" in client.get(visit.get_absolute_url()).content.decode()
    assert [one.url for one in waiting_for(owner_of(visit)) if "Cocokkah" in one.title] == [
        visit.get_absolute_url()
    ]
    client.post(reverse("visit_agree", args=[visit.pk]), {"revisi": "1"})
    visit.refresh_from_db()
    assert visit.state == "agreed"
    assert client.post(reverse("visit_agree", args=[visit.pk]), {"revisi": "९"}).status_code == 302


def test_sheet_without_scripts_shows_both_and_takes_the_chosen_one(client):
    visit = make_visit()
    record_visit(visit=visit, sheet=make_sheet(findings="Dari laptop."), by=mentor_of(visit))
    client.force_login(mentor_of(visit))
    address = reverse("visit_record", args=[visit.pk])
    mine = sheet_data(visit, findings="Dari HP.", base="0")
    page = client.post(address, mine).content.decode()
    assert "Dari laptop." in page
    assert page.count("Dari HP.") == 2  # beside it, and in the sheet
    client.post(address, mine | {"pakai": "1"})
    assert list(Visit.objects.values_list("findings", "version")) == [("Dari HP.", 2)]


def test_sheet_as_a_script_sends_it(client):
    visit = make_visit()
    client.force_login(mentor_of(visit))
    address = reverse("visit_record", args=[visit.pk])
    due = (timezone.localdate() + timedelta(days=5)).isoformat()

    def send(**fields):
        answer = client.post(address, sheet_data(visit, **fields), headers={"Accept": "application/json"})
        return json.loads(answer.content)

    empty = send(findings="", what_1="Tanpa tenggat")
    assert empty["outcome"] == "invalid"
    assert "Tulis apa yang Anda temukan." in empty["panel"]
    assert "Pilih tenggat tugas ini." in empty["panel"]
    sent = send(
        photos=picture(),
        position="-6.914744, 107.609810",
        what_1="Buka rekening",
        due_1=due,
        owner_1="cadre",
        ago="inf",
    )
    assert sent == {"outcome": "applied", "url": visit.get_absolute_url()}
    conflict = send(findings="Lain")
    assert conflict["outcome"] == "conflict"
    assert "Buku kas rapi." in conflict["panel"]
    photo = VisitPhoto.objects.get()
    response = client.get(reverse("visit_photo", args=[photo.pk]))
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/jpeg", "private, no-store")
    client.force_login(make.make_user(Role.BOARD))
    assert client.get(reverse("visit_photo", args=[photo.pk])).status_code == 403


def test_sheet_whose_second_photo_was_cut_off_is_not_taken_for_a_sheet_of_one(client):
    """The server hands on what came until the line broke; the phone still holds all of it and sends it again."""
    visit = make_visit()
    client.force_login(mentor_of(visit))
    address, data = reverse("visit_record", args=[visit.pk]), sheet_data(visit)
    del data["whole"]
    body = encode_multipart(BOUNDARY, data | {"photos": [picture("red"), picture("blue")], "whole": "1"})
    half = body[: body.rindex(b"IMG_20261128")]
    for sent, version, photos in ((half, 0, 0), (body, 1, 2)):
        client.generic("POST", address, sent, content_type=MULTIPART_CONTENT, headers={"Accept": AS_JSON})
        visit.refresh_from_db()
        assert (visit.version, VisitPhoto.objects.count()) == (version, photos)


def test_sheet_of_a_phone_whose_clock_stood_at_another_year_is_as_old_as_its_page(client):
    visit = make_visit(starts_at=timezone.now() - timedelta(hours=1))
    client.force_login(mentor_of(visit))
    data = sheet_data(visit, ago=str(11 * 365 * 86400), served=str(timezone.now().timestamp() - 3 * 3600))
    client.post(reverse("visit_record", args=[visit.pk]), data)
    written = visit.entries.get().written_at
    assert abs(timezone.now() - timedelta(hours=3) - written) < timedelta(minutes=1)


@pytest.mark.parametrize("base", ["-1", "x", "99999999999999999999", ""])
def test_odd_hidden_fields_are_no_error_of_ours(client, base):
    visit = make_visit()
    client.force_login(mentor_of(visit))
    for fields in ({"base": base}, {"key": "bukan-kunci"}, {"continues": "x"}, {"findings": "a\x00b"}):
        data = sheet_data(visit) | fields
        assert client.post(reverse("visit_record", args=[visit.pk]), data).status_code == 200
    assert Visit.objects.get().state == "agreed"


@pytest.mark.parametrize("ago", ["1e300", "9" * 40])
def test_a_phone_whose_clock_is_far_off_still_gets_its_sheet_in(client, ago):
    visit = make_visit()
    client.force_login(mentor_of(visit))
    client.post(reverse("visit_record", args=[visit.pk]), sheet_data(visit, ago=ago))
    assert Visit.objects.get().state == "done"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_that_cannot_be_meant_are_asked_again(client, day):
    visit = make_visit()
    client.force_login(mentor_of(visit))
    for fields in ({"next_on": day}, {"what_1": "Buka rekening", "owner_1": "cadre", "due_1": day}):
        page = client.post(reverse("visit_record", args=[visit.pk]), sheet_data(visit, **fields))
        assert "dalam satu tahun ke depan." in page.content.decode()
    assert Visit.objects.get().state == "agreed"


def test_start_page_says_what_is_overdue_to_both_and_whom_nobody_mentors():
    assignment = make_assignment()
    task = make_task(assignment, days=-2)
    make.make_pilot()
    for user in (owner_of(assignment), mentor_of(assignment)):
        assert f"Lewat tenggat: {task.what}" in [one.title for one in waiting_for(user)]
    staff = [one for one in waiting_for(make.make_user(Role.JAMKRINDO)) if "tanpa pendamping" in one.title]
    assert [one.count for one in staff] == [1]


def test_mentor_is_named_by_pages_with_the_reasons_beside(client):
    business, mentor = make.make_pilot().business, make_mentor()
    client.force_login(make.make_user(Role.JAMKRINDO))
    address = reverse("mentor_assign", args=[business.pk])
    assert "Pilih satu pendamping." in client.post(address, {"reason": ""}).content.decode()
    assert client.post(address, {"mentor": "9" * 30}).status_code == 200
    client.post(address, {"mentor": str(mentor.pk)})
    assert "Bersedia di semua provinsi." in Assignment.objects.get().reason
    profile = reverse("mentor_profile_edit", args=[mentor.user_id])
    client.post(profile, {"needs": ["marketing"], "provinces": [business.province_id], "capacity": "3"})
    mentor.refresh_from_db()
    assert (mentor.needs, mentor.provinces, mentor.capacity) == (["marketing"], [business.province_id], 3)
    assert client.post(profile, {"needs": ["x"], "capacity": "-1"}).status_code == 200


def test_own_page_of_a_cadre(client):
    assignment = make_assignment()
    make_visit(assignment)
    make_task(assignment, owner=Side.CADRE, what="Buka rekening usaha")
    client.force_login(owner_of(assignment))
    content = client.get("/pendampingan/").content.decode()
    assert str(assignment.mentor) in content
    assert "Buka rekening usaha" in content
    client.force_login(make.make_cadre().user)
    assert "Belum ada pendampingan" in client.get("/pendampingan/").content.decode()
