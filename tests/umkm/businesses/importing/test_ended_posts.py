"""Whoever no longer serves a province reaches nothing there by an import that began before."""

from __future__ import annotations

import pytest
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.services import end_role
from tests.factories import make_province, make_user
from umkm.businesses.choices import ImportState
from umkm.businesses.importing import running, services
from umkm.businesses.importing.errors import NotReady
from umkm.businesses.models import BulkImport, Business
from umkm.regions.services import appoint_coordinator, end_post

from .makers import as_csv, import_rows, make_ground, make_row, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    """Of two provinces."""
    make_ground()
    user = make_user(Role.COORDINATOR)
    appoint_coordinator(user=user, province=make_province("91"), by=None)
    return user


def leave(user, province="32"):
    post = user.posts.get(province=province)
    end_post(post=post, by=make_user(Role.ADMIN), reason="Pindah tugas")
    user.__dict__.pop("_province_codes", None)  # the next request asks anew


def started(user):
    batch = send(as_csv([make_row(1)]), by=user)
    return services.start_import(batch=batch, by=user)


def run(batch):
    running.run_import(batch_id=batch.pk)
    return BulkImport.objects.get(pk=batch.pk)


def test_import_stops_where_its_sender_no_longer_serves(coordinator):
    batch = started(coordinator)
    leave(coordinator)
    batch = run(batch)
    assert (batch.state, Business.objects.count()) == (ImportState.FAILED, 0)
    assert "tidak lagi bertugas" in batch.trouble


def test_import_that_goes_on_knows_the_provinces_of_today(coordinator):
    batch = started(coordinator)
    BulkImport.objects.filter(pk=batch.pk).update(state=ImportState.FAILED, ended_at=timezone.now())
    leave(coordinator)
    services.continue_import(batch=batch, by=coordinator)
    batch = run(batch)
    assert (batch.state, batch.provinces, batch.refused) == (ImportState.DONE, ["91"], 1)
    leave(coordinator, "91")
    BulkImport.objects.filter(pk=batch.pk).update(state=ImportState.FAILED, rows_file="x")
    with pytest.raises(NotReady):
        services.continue_import(batch=batch, by=make_user(Role.ADMIN))


def test_import_of_the_whole_country_stops_with_the_role(coordinator):
    sender = make_user(Role.BOARD, Role.COORDINATOR)
    batch = started(sender)
    end_role(user=sender, role=Role.BOARD, by=make_user(Role.ADMIN), reason="Masa tugas selesai")
    assert (run(batch).state, Business.objects.count()) == (ImportState.FAILED, 0)


@pytest.mark.parametrize("page", ["", "kemajuan/", "ditolak/", "batalkan/"])
def test_import_into_a_province_that_was_left_is_not_found(client, coordinator, page):
    batch = import_rows([make_row(1), make_row(2, nik="1")], by=coordinator)
    client.force_login(coordinator)
    assert client.get(f"{batch.get_absolute_url()}{page}").status_code == 200
    leave(coordinator)
    assert client.get(f"{batch.get_absolute_url()}{page}").status_code == 404
    assert client.post(f"{batch.get_absolute_url()}batalkan/", {"reason": "Salah berkas"}).status_code == 404
    assert Business.objects.count() == 1
