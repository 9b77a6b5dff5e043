"""`/sertifikat/`, and what the pages of sessions, cadres and businesses say about certificates."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.training.certificates.ending import reissue_certificate, withdraw_certificate
from programs.training.models import Certificate, CertificateRun
from programs.training.story import events
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.own_data import held_about
from tests.factories import make_user
from tests.programs.training.certificates.makers import make_certificate, make_crowd, make_held, make_present

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def checked(client, certificate) -> str:
    return client.get(certificate.get_absolute_url()).content.decode()


def test_valid_one_shows_what_is_printed_and_no_more(client):
    certificate = make_certificate()
    response = client.get(certificate.get_absolute_url())
    page = response.content.decode()
    assert "asli dan berlaku" in page
    assert all(
        word in page for word in (certificate.name, certificate.business_name, certificate.module_title)
    )
    assert certificate.person.email not in page
    assert certificate.issued_by.full_name not in page
    assert "Unduh" not in page
    assert response["X-Robots-Tag"].startswith("noindex")


def test_withdrawn_replaced_and_unknown_say_so(client):
    withdrawn, old = make_certificate(), make_certificate()
    by = old.session.created_by
    withdraw_certificate(certificate=withdrawn, reason="Rahasia alasan.", by=by)
    new = reissue_certificate(certificate=old, name="Siti Nurhaliza", reason="Ejaan.", by=by)
    page = checked(client, withdrawn)
    assert "sudah ditarik" in page
    assert "Rahasia" not in page
    page = checked(client, old)
    assert "sudah diganti" in page
    assert new.get_absolute_url() in page
    response = client.get("/sertifikat/SJ-2026-AAAA-AAAA/")
    assert response.status_code == 404
    assert "tidak dikenal" in response.content.decode()


def test_number_is_understood_in_the_address_and_in_the_field(client):
    certificate = make_certificate()
    typed = certificate.number.lower().replace("-", "")
    assert client.get(f"/sertifikat/{typed}/")["Location"] == certificate.get_absolute_url()
    assert client.get("/sertifikat/", {"nomor": typed})["Location"] == certificate.get_absolute_url()
    page = client.get("/sertifikat/", {"nomor": "SJ-0000"})
    assert page.status_code == 200
    assert "salah ketik" in page.content.decode()
    for odd in ("%00", "a" * 500, "SJ-2026-0000-0000"):
        assert client.get(f"/sertifikat/{odd}/").status_code == 404
    assert signed_in(certificate.person).get("/sertifikat/%00/unduh/").status_code == 404


def test_numbers_cannot_be_tried_through(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"certificate": "2/m/ip"}
    answers = [client.get("/sertifikat/SJ-2026-AAAA-AAAA/").status_code for _ in range(3)]
    assert answers == [404, 404, 429]


def test_owner_finds_and_fetches_it():
    certificate = make_certificate()
    client = signed_in(certificate.person)
    address = reverse("certificate_pdf", args=[certificate.number])
    for page in (
        reverse("session_list"),
        certificate.get_absolute_url(),
        certificate.session.get_absolute_url(),
    ):
        assert address in client.get(page).content.decode(), page
    response = client.get(address)
    assert response.content.startswith(b"%PDF")
    assert certificate.number in response["Content-Disposition"]
    assert [event.url for event in events(certificate.business) if event.url] == [address]
    section = next(one for one in held_about(certificate.person) if one.key == "sertifikat")
    assert certificate.number in [fact.value for record in section.records for fact in record.facts]


def test_withdrawn_one_is_not_fetched():
    certificate = make_certificate()
    withdraw_certificate(certificate=certificate, reason="Keliru.", by=certificate.session.created_by)
    address = reverse("certificate_pdf", args=[certificate.number])
    assert signed_in(certificate.person).get(address).status_code == 403


def test_trainer_issues_from_the_session_page():
    session = make_held()
    make_crowd(session, 3)
    client = signed_in(session.trainer)
    assert "Terbitkan sertifikat" in client.get(session.get_absolute_url()).content.decode()
    response = client.post(reverse("certificates_issue", args=[session.pk]), follow=True)
    assert "3 sertifikat diterbitkan" in response.content.decode()
    assert (Certificate.objects.count(), CertificateRun.objects.count()) == (3, 1)
    assert "Menunggu giliran" in response.content.decode()


def test_nobody_there_means_nothing_to_issue():
    session = make_held()
    make_present(session, status="absent")
    response = signed_in(session.trainer).post(reverse("certificates_issue", args=[session.pk]), follow=True)
    assert "Belum ada yang berhak" in response.content.decode()
    assert not CertificateRun.objects.exists()


def test_staff_correct_a_name_and_withdraw_with_a_reason():
    certificate = make_certificate()
    client = signed_in(make_user(Role.JAMKRINDO))
    page = client.post(reverse("certificate_withdraw", args=[certificate.number]), {"reason": ""})
    assert "Tulis alasannya" in page.content.decode()
    answer = {"name": "Siti\x00", "reason": "Ejaan"}
    page = client.post(reverse("certificate_reissue", args=[certificate.number]), answer)
    assert page.status_code == 200
    assert Certificate.objects.count() == 1
    answer["name"] = "Siti Nurhaliza"
    page = client.post(reverse("certificate_reissue", args=[certificate.number]), answer, follow=True)
    assert "Siti Nurhaliza" in page.content.decode()
    new = Certificate.objects.standing().get()
    client.post(reverse("certificate_withdraw", args=[new.number]), {"reason": "Keliru."})
    assert "Terbitkan lagi" in client.get(new.session.get_absolute_url()).content.decode()
    client.post(reverse("certificate_issue", args=[new.session_id, new.invitation_id]))
    assert Certificate.objects.count() == 3


@pytest.mark.parametrize("page", ["session", "list"])
def test_pages_ask_as_much_for_three_as_for_one(page):
    session = make_held()
    first = make_certificate(session=session)
    client = signed_in(session.trainer if page == "session" else first.person)
    address = session.get_absolute_url() if page == "session" else reverse("session_list")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    asked()
    one = asked()
    for _ in range(2):
        if page == "session":
            make_certificate(session=session)
        else:
            make_certificate(invitation=make_present(make_held(), pilot=first.pilot))
    assert asked() == one
