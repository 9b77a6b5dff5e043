"""The memorandum of 2015 is loaded once, as the source tells it, and an admin's correction stays."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from programs.partnership.choices import PhaseState
from programs.partnership.models import Memorandum, Organisation, Phase, PhaseProvince, Signatory
from programs.pilots.models import Seat
from umkm.regions.models import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    call_command("load_regions", verbosity=0)
    call_command("load_partnership")
    return Memorandum.objects.get()


def test_memorandum_is_as_the_source_tells(loaded):
    assert (loaded.signed_on, loaded.signed_at_place, loaded.valid_until) == (
        date(2015, 8, 9),
        "Jakarta",
        None,
    )
    assert list(loaded.parties.order_by("pk").values_list("name", flat=True)) == ["SOKSI", "Perum Jamkrindo"]
    assert list(loaded.signatories.order_by("pk").values_list("name", "office", "spelling_note")) == [
        ("Ade Komarudin", "Ketua Umum SOKSI", ""),
        ("Nanang Warsio", "Direktur Perum Jamkrindo", "Laporan yang sama juga menulis Winarso."),
    ]
    assert list(loaded.commitments.values_list("text", "target")) == [("dua UMKM di setiap provinsi", 2)]


def test_first_phase_has_the_provinces_of_that_day(loaded):
    phase = Phase.objects.get()
    assert (phase.state, phase.starts_on) == (PhaseState.CLOSED, date(2015, 8, 9))
    assert Province.objects.existing().count() == 38
    assert phase.provinces.count() == 34
    assert not phase.provinces.filter(province__in=["93", "94", "95", "96"]).exists()
    assert Seat.objects.filter(phase=phase).count() == 68


def test_second_run_changes_nothing_and_keeps_corrections(loaded):
    Signatory.objects.filter(name="Nanang Warsio").update(name="Nanang Winarso")
    Memorandum.objects.update(title="Judul yang diperbaiki")
    call_command("load_partnership")
    counts = [m.objects.count() for m in (Memorandum, Organisation, Signatory, Phase, PhaseProvince)]
    assert counts == [1, 2, 2, 1, 34]
    assert Signatory.objects.filter(name="Nanang Winarso").exists()


def test_without_regions_it_says_what_to_run_first():
    with pytest.raises(CommandError, match="load_regions"):
        call_command("load_partnership")
    assert not Memorandum.objects.exists()
