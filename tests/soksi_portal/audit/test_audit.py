"""Who changed what, why and from which request; written once."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.services import end_role, grant_role
from soksi_portal.audit.queries import history
from soksi_portal.audit.services import because
from tests.factories import make_invitation, make_user

pytestmark = pytest.mark.django_db


def test_change_from_a_page_names_who_and_which_request(client):
    admin, person = make_user(Role.ADMIN), make_user(Role.TRAINER)
    client.force_login(admin)
    client.post(
        f"/pengguna/{person.pk}/nonaktifkan/", {"reason": "Pindah tugas"}, headers={"X-Request-Id": "abc-1"}
    )
    person.refresh_from_db()
    entry = history(person)[0]
    said = person.events.order_by("-pgh_id").first().pgh_context.metadata
    assert (entry.who, entry.why, entry.url) == (
        admin.full_name,
        "Pindah tugas",
        f"/pengguna/{person.pk}/nonaktifkan/",
    )
    assert (said["method"], said["request"]) == ("POST", "abc-1")
    assert [(change.label, change.old, change.new) for change in entry.changes] == [("Aktif", True, False)]


def test_address_that_opens_something_is_kept_as_its_route(client):
    invitation = make_invitation()
    client.post(invitation.get_absolute_url(), {"jawaban": "hadir"})
    contexts = [event.pgh_context.metadata for event in invitation.events.exclude(pgh_context=None)]
    assert [said["url"] for said in contexts] == ["/undangan/<str:token>/"]
    assert invitation.token not in str(contexts)


@pytest.mark.parametrize("odd", ["", "a b", "a\x00b", "é🙂", "x" * 65, "'); --"])
def test_odd_request_number_is_replaced(client, odd):
    admin, person = make_user(Role.ADMIN), make_user(Role.TRAINER)
    client.force_login(admin)
    client.post(f"/pengguna/{person.pk}/peran/", {"role": "board"}, headers={"X-Request-Id": odd})
    grant = person.role_grants.get(role=Role.BOARD)
    said = grant.events.get().pgh_context.metadata
    assert re.fullmatch("[0-9a-f]{32}", said["request"])


def test_reason_outside_a_request_is_kept():
    by, person = make_user(Role.ADMIN), make_user()
    with because("Perintah dewan", by=by):
        grant = grant_role(user=person, role=Role.BOARD, by=by)
    entry = history(grant)[-1]
    assert (entry.who, entry.why, entry.is_first) == (by.full_name, "Perintah dewan", True)


def test_history_costs_the_same_however_long(django_assert_num_queries):
    by, person = make_user(Role.ADMIN), make_user()
    grant = grant_role(user=person, role=Role.BOARD, by=by)
    for number in range(5):
        grant.end_reason = f"Alasan {number}"
        grant.save()
    with django_assert_num_queries(1):  # nobody is named, so nobody is looked up
        assert len(history(grant)) == 6


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_rolegrantevent SET role = 'bank'", "DELETE FROM accounts_rolegrantevent"]
)
def test_trail_is_written_once(statement):
    by, person = make_user(Role.ADMIN), make_user(Role.BOARD)
    end_role(user=person, role=Role.BOARD, by=by, reason="Selesai masa jabatan")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
