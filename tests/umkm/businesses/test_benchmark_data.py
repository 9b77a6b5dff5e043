"""Invented businesses for measurements: continued, findable, never among real ones."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import make_cadre, make_kbli, make_province, make_regency
from umkm.businesses.finding import generating
from umkm.businesses.models import Business, SearchWord


def disabled_triggers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_data_is_made_continued_after_a_kill_and_complete_at_the_end(monkeypatch, capsys):
    for code in ("32", "91"):
        make_regency(make_province(code))
    make_kbli()
    monkeypatch.setattr(generating, "BATCH", 20)
    monkeypatch.setattr(generating, "WITHOUT_INDEXES_FROM", 30)

    def killed(done: int, wanted: int) -> None:
        if done == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generating.generate(businesses=60, progress=killed)
    assert Business.objects.count() == 40
    call_command("make_benchmark_data", businesses=60)
    told = capsys.readouterr().out
    assert f"[{'#' * 40}] 60 / 60\n" in told
    assert "20 usaha ditambahkan" in told
    assert Business.objects.filter(search__isnull=False).count() == 60
    assert Business.objects.exclude(nib=None).count() == 30
    assert {index.name for index in Business._meta.indexes} <= set(
        connection.introspection.get_constraints(connection.cursor(), "businesses_business")
    )
    assert SearchWord.objects.exists()
    assert disabled_triggers() == 0


@pytest.mark.django_db
def test_real_cadres_and_production_are_left_alone(settings):
    make_cadre()
    with pytest.raises(CommandError, match="kader sungguhan"):
        call_command("make_benchmark_data", businesses=10)
    settings.DEMO = False
    with pytest.raises(CommandError, match="di luar produksi"):
        call_command("make_benchmark_data", businesses=10)
