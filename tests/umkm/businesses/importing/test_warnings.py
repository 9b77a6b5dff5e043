"""What is taken although it looks unusual is said before the import and counted in its report."""

from __future__ import annotations

import pytest
from django.test import Client

from soksi_portal.accounts.choices import Role
from soksi_portal.common.encryption import decrypt
from tests.factories import make_user
from umkm.businesses.importing import blocks
from umkm.businesses.models import Business

from .makers import Row, as_csv, counts, make_ground, make_row, run, send

pytestmark = pytest.mark.django_db

OLD_NPWP = "013121660091000"  # fifteen digits
UNKNOWN = "9901015501900001"  # a NIK of no known province


@pytest.fixture(autouse=True)
def _ground():
    make_ground()


def rows() -> list[Row]:
    return [
        make_row(1),
        make_row(2, npwp=OLD_NPWP),
        make_row(3, nik=UNKNOWN),
        make_row(4, npwp=UNKNOWN, nik="1"),  # refused: no warning
        make_row(5, npwp="0" + OLD_NPWP),
        make_row(6, npwp=UNKNOWN),
    ]


def test_preview_names_the_rows_to_look_at(client: Client):
    by = make_user(Role.BOARD)
    batch = send(as_csv(rows()), by=by)
    client.force_login(by)
    response = client.get(batch.get_absolute_url())
    shown = {row.line: (row.outcome, row.reasons) for row in response.context["preview"].rows}
    assert [outcome for outcome, _ in shown.values()] == [
        "taken",
        "taken",
        "taken",
        "refused",
        "taken",
        "taken",
    ]
    assert [bool(reasons) for _, reasons in shown.values()] == [False, True, True, True, False, True]
    assert "15 angka" in shown[3][1][0]
    assert "99" in shown[4][1][0]
    page = response.content.decode()
    assert "3 baris diterima, tetapi NIK atau NPWP-nya perlu Anda cocokkan." in page
    assert "NPWP lama, 15 angka" in page


def test_report_counts_them_over_all_blocks(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(blocks, "BLOCK", 2)
    by = make_user(Role.BOARD)
    batch = run(send(as_csv(rows()), by=by))
    assert counts(batch) == (5, 0, 0, 1)
    assert batch.warned == {"npwp": {"rows": 2, "lines": [3, 7]}, "nik": {"rows": 1, "lines": [4]}}
    assert decrypt(Business.objects.get(nib="9100000000002").npwp_encrypted or b"") == "0" + OLD_NPWP
    client.force_login(by)
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "Diterima, tetapi cocokkan lagi" in page
    assert "3, 7" in page


def test_report_of_a_clean_file_has_no_such_part(client: Client):
    batch = run(send(as_csv([make_row(1)]), by=(by := make_user(Role.BOARD))))
    client.force_login(by)
    assert "Diterima, tetapi" not in client.get(batch.get_absolute_url()).content.decode()
