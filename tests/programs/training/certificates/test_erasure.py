"""What is left of a certificate when its person asks to be erased."""

import pytest
from django.utils import timezone

from programs.pilots.models import Pilot
from programs.training.certificates.ending import reissue_certificate
from programs.training.models import Certificate
from soksi_portal.accounts.choices import Role
from tests.factories import make_user
from tests.programs.training.certificates.makers import make_certificate
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import erase_person
from umkm.cadres.rights.services import ask

pytestmark = pytest.mark.django_db


def test_names_go_from_row_and_trail_and_nothing_stands(client):
    old = make_certificate()
    new = reissue_certificate(
        certificate=old, name="Siti Nurhaliza", reason="Siti.", by=old.session.created_by
    )
    Pilot.objects.filter(pk=old.pilot_id).update(
        ended_at=timezone.now(), ended_by=old.issued_by, outcome="withdrawn", end_reason="Pindah"
    )
    request = ask(user=old.person, kind=DataRequestKind.ERASE)

    erasure = erase_person(request=request, by=make_user(Role.ADMIN), reason="Permintaan sendiri")

    assert erasure.counts["certificates"] == 2
    rows = Certificate.objects.order_by("pk")
    assert [(one.number, one.name, one.business_name, one.end_reason, one.ending) for one in rows] == [
        (old.number, "", "", "", "replaced"),
        (new.number, "", "", "", "erased"),
    ]
    assert {(event.name, event.end_reason) for one in rows for event in one.events.all()} == {("", "")}
    for one in (old, new):
        page = client.get(one.get_absolute_url()).content.decode()
        assert "atas permintaan pemilik" in page
        assert "Siti" not in page
