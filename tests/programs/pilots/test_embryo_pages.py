"""Pages of the journey, graduation and pembina: what they show, to whom, and in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.pilots.graduation.services import ask_exception
from programs.pilots.journey.stations import Slot, journey_of
from programs.pilots.models import Graduation, GraduationException, Mentor, Mentorship, Pilot
from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_invitation, make_pilot, make_province, make_session, make_user
from tests.programs.pilots.embryo import (
    REASON,
    make_graduate,
    make_mentor,
    make_mentorship,
    make_ready,
    require,
)
from tests.programs.pilots.pages import messages_of, text

pytestmark = pytest.mark.django_db


def queries_of(client, url: str) -> int:
    client.get(url)  # whatever is asked once a process
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def states(pilot) -> dict[str, str]:
    return {station.slot.value: station.state for station in journey_of(pilot)}


def test_stations_of_a_pilot_say_what_is_done_now_and_later(client, staff):
    pilot = make_pilot()
    require(pilot.seat.phase, months_on_seat=6)
    assert states(pilot) == {
        "registered": "done", "verified": "done", "nominated": "done", "seated": "done",
        "training": "now", "mentoring": "now", "bank": "later", "graduation": "later",
    }  # fmt: skip
    page = text(client.get(pilot.get_absolute_url()))
    assert "Jamkrindo menjadwalkan pelatihan berikutnya" in page
    assert "0 laporan bulanan, 0 tepat waktu. Saldo awal belum diisi." in page
    session = make_session(phase=pilot.seat.phase)
    make_invitation(session=session, pilot=pilot)
    page = text(client.get(pilot.get_absolute_url()))
    assert "Pemilik usaha menjawab undangan" in page
    assert str(session.module) in page


def test_ready_pilot_is_one_press_from_graduation(client, staff):
    pilot = make_ready()
    assert states(pilot)["graduation"] == "now"
    url = reverse("pilot_graduate", args=[pilot.pk])
    assert url in text(client.get(pilot.get_absolute_url()))
    response = client.post(url, {"note": REASON})
    assert response.status_code == 302
    assert messages_of(client, response) == ["Dinyatakan lulus. Pemilik dan pengusul diberi tahu."]
    assert states(Pilot.objects.get())["graduation"] == "done"
    assert "Lulus dengan angka ini" in text(client.get(pilot.get_absolute_url()))
    assert client.get(url).status_code == 302  # over


def test_pilot_that_left_has_stopped(client, staff):
    pilot = make_pilot()
    pilot.ended_at, pilot.ended_by, pilot.outcome = timezone.now(), staff, "withdrawn"
    pilot.save()
    assert {states(pilot)[slot.value] for slot in (Slot.TRAINING, Slot.BANK, Slot.GRADUATION)} == {"stopped"}
    assert "begitu tercatat" not in text(client.get(pilot.get_absolute_url()))  # nothing comes any more


def test_unmet_requirements_lead_to_an_exception_by_two(client, staff):
    pilot = make_pilot()
    require(pilot.seat.phase, months_on_seat=6)
    url = reverse("pilot_graduate", args=[pilot.pk])
    assert "Minta pengecualian" in text(client.get(url))
    assert "Belum semua syarat terpenuhi" in text(client.post(url, {"note": ""}))
    ask_url = reverse("graduation_exception_ask", args=[pilot.pk])
    assert "paling sedikit 20 huruf" in text(client.post(ask_url, {"reason": "Singkat"}))
    assert client.post(ask_url, {"reason": REASON}).status_code == 302
    answer_url = reverse("graduation_exception_answer", args=[GraduationException.objects.get().pk])
    assert "orang lain yang menyetujui" in text(client.post(answer_url, {"answer": "setuju"}))
    assert "Setuju, usaha ini lulus" not in text(client.get(answer_url))  # of what one asked for oneself
    client.force_login(make_user(Role.ADMIN))
    assert GraduationException.objects.get().reason in text(client.get(answer_url))
    assert "Pengecualian kelulusan" in text(client.get(reverse("home")))
    assert "paling sedikit 20 huruf" in text(client.post(answer_url, {"answer": "belum"}))
    assert client.post(answer_url, {"answer": "setuju"}).status_code == 302
    assert Graduation.objects.get().exception is not None


def test_who_asked_for_an_exception_takes_it_back(client, staff):
    exception = ask_exception(pilot=make_pilot(), reason=REASON, by=staff)
    url = reverse("graduation_exception_answer", args=[exception.pk])
    assert "Mengapa ditarik?" in text(client.get(url))
    answered = client.post(url, {"answer": "belum", "reason": REASON})
    assert messages_of(client, answered) == ["Permintaan pengecualian ditarik."]
    exception.refresh_from_db()
    assert exception.is_granted is False


def test_owner_is_led_to_her_way_and_spoken_to(client):
    pilot = make_pilot()
    make_invitation(session=make_session(phase=pilot.seat.phase), pilot=pilot)
    client.force_login(pilot.business.owner.user)
    assert pilot.get_absolute_url() in text(client.get(pilot.business.get_absolute_url()))
    page = text(client.get(pilot.get_absolute_url()))
    assert "Anda menjawab undangan" in page
    assert "Pemilik usaha menjawab undangan" not in page


@pytest.mark.parametrize("reason", ["\x00" * 30, "x" * 5000, " " * 40, "<script>alert(1)</script>" * 3])
def test_odd_words_never_break_the_pages(client, staff, reason):
    pilot = make_pilot()
    assert client.post(
        reverse("graduation_exception_ask", args=[pilot.pk]), {"reason": reason}
    ).status_code in (200, 302)
    assert "<script>alert(1)" not in text(client.get(reverse("pilot_graduate", args=[pilot.pk])))


def test_requirements_are_kept_by_admins_with_sentences_for_odd_numbers(client):
    pilot = make_ready()
    client.force_login(make_user(Role.ADMIN))
    url = reverse("graduation_requirements", args=[pilot.seat.phase_id])
    for odd in ("0", "-3", "1e9", "9" * 40, "dua", "\x00"):
        assert client.post(url, {"months_on_seat": odd}).status_code == 200
    assert client.post(url, {"months_on_seat": "9", "attendance_percent": "101"}).status_code == 200
    assert client.post(url, {"months_on_seat": "9", "attendance_percent": "80"}).status_code == 302
    wanted = pilot.seat.phase.graduation_requirements.values_list("measure", "least").order_by("measure")
    assert list(wanted) == [("attendance_percent", 80), ("months_on_seat", 9)]


def test_owner_sees_her_own_way_and_becomes_pembina(client):
    pilot = make_graduate()
    client.force_login(pilot.business.owner.user)
    url = reverse("mentor_create", args=[pilot.pk])
    assert url in text(client.get(pilot.get_absolute_url()))
    assert "Nomor HP Anda hanya tampak" in text(client.get(url))
    client.post(url)
    mentor = Mentor.objects.get()
    assert mentor.state == "active"
    assert "Berhenti sebagai pembina" in text(client.get(mentor.get_absolute_url()))


def test_coordinator_invites_brings_together_and_both_answer(client, coordinator):
    pilot, business = make_graduate(), make_business()
    client.post(reverse("mentor_create", args=[pilot.pk]))
    mentor = Mentor.objects.get()
    owner = pilot.business.owner.user
    client.force_login(owner)
    assert "Bersediakah" in text(client.get(reverse("home")))
    client.post(reverse("mentor_answer", args=[mentor.pk]), {"answer": "ya"})
    client.force_login(coordinator)
    rows = client.get(reverse("mentee_list", args=[mentor.pk])).context["listing"].rows
    assert [row.record for row in rows] == [business]
    propose = reverse("mentorship_propose", args=[mentor.pk, business.pk])
    assert client.get(propose).status_code == 200
    client.post(propose)
    mentorship = Mentorship.objects.get()
    for person in (owner, business.owner.user):
        client.force_login(person)
        assert business.owner.phone not in text(client.get(mentorship.get_absolute_url()))
        client.post(reverse("mentorship_answer", args=[mentorship.pk]), {"answer": "ya"})
    page = text(client.get(mentorship.get_absolute_url()))
    assert f"tel:{owner.cadre.phone}" in page  # from now on they reach each other
    client.post(reverse("mentorship_end", args=[mentorship.pk]), {"reason": REASON})
    assert Mentorship.objects.get().state == "ended"


def test_owner_of_a_verified_business_asks_a_pembina_of_her_province(client):
    mentor, business = make_mentor(), make_business()
    elsewhere = make_mentor(province=make_province("91"))
    client.force_login(business.owner.user)
    url = reverse("mentorship_ask", args=[business.pk])
    page = text(client.get(url))
    assert mentor.business.name in page
    assert elsewhere.business.name not in page
    assert "dari daftar ini" in text(client.post(url, {"mentor": elsewhere.pk}))
    for odd in ("", "\x00", "9" * 40, "abc"):
        assert client.post(url, {"mentor": odd}).status_code == 200
    assert client.post(url, {"mentor": mentor.pk}).status_code == 302
    assert Mentorship.objects.get().mentee_agreed_at is not None
    assert client.get(reverse("mentorship_ask", args=[make_business().pk])).status_code == 404


def test_country_shows_numbers_and_no_names_to_everybody(client):
    mentorship = make_mentorship()
    page = text(client.get(reverse("mentor_country")))
    assert "1 pembina, 1 dibina" in page
    province = text(client.get(reverse("mentor_province", args=["32"])))
    for name in (mentorship.guide.name, mentorship.business.name):
        assert name not in page
        assert name not in province
    assert client.get("/pembina/99/").status_code == 404


def test_tree_with_names_is_for_those_who_see_the_province(client, coordinator):
    mentorship = make_mentorship()
    assert mentorship.business.name in text(client.get(reverse("mentor_province", args=["32"])))
    client.force_login(make_user(Role.COORDINATOR, province=make_province("91")))
    assert mentorship.business.name not in text(client.get(reverse("mentor_province", args=["32"])))
    for url in (mentorship.get_absolute_url(), mentorship.mentor.get_absolute_url()):
        assert client.get(url).status_code == 404


def test_strangers_of_the_same_province_see_no_mentorship(client):
    mentorship = make_mentorship()
    client.force_login(make_business().owner.user)
    for url in (mentorship.get_absolute_url(), mentorship.mentor.get_absolute_url()):
        assert client.get(url).status_code == 404


def test_tree_and_lists_take_as_many_queries_for_three_as_for_one(client, coordinator):
    mentor = make_mentor()
    make_mentorship(mentor=mentor)
    make_business()
    urls = [
        reverse("mentor_country"),
        reverse("mentor_province", args=["32"]),
        reverse("mentee_list", args=[mentor.pk]),
        mentor.get_absolute_url(),
    ]
    before = [queries_of(client, url) for url in urls]
    for _ in range(2):
        make_mentorship(mentor=mentor)
        make_mentorship()
        make_business()
    assert [queries_of(client, url) for url in urls] == before


def test_coordinator_finds_graduates_who_guide_nobody_yet(client, coordinator):
    waiting, mentor = make_graduate(), make_mentor()
    page = text(client.get(reverse("mentor_province", args=["32"])))
    assert waiting.get_absolute_url() in page
    assert mentor.graduation.pilot.get_absolute_url() not in page


def test_owner_who_has_a_pembina_is_not_asked_for_another(client):
    mentorship = make_mentorship()
    client.force_login(mentorship.business.owner.user)
    page = text(client.get(reverse("mentorship_ask", args=[mentorship.business_id])))
    assert f"sudah dibina oleh {mentorship.guide}" in page
    assert "Minta dibina" not in page
