from types import SimpleNamespace

import pytest

from programs.progress.judgement import Tone, judge
from programs.progress.queries import Figures, ProvinceProgress


def progress(*, has_coordinator: bool = True, takes_part: bool = True, **figures: int) -> ProvinceProgress:
    return ProvinceProgress(
        province=SimpleNamespace(name="Uji"),  # type: ignore[arg-type]
        figures=Figures(seats=2, **figures),
        has_coordinator=has_coordinator,
        takes_part=takes_part,
    )


@pytest.mark.parametrize(
    ("given", "tone"),
    [
        ({"seats_filled": 2, "sessions_held": 1}, Tone.ON_TRACK),
        ({"seats_filled": 2}, Tone.ATTENTION),  # pilots without any training
        ({"seats_filled": 1, "sessions_planned": 1, "candidates": 1}, Tone.ATTENTION),
        ({"seats_filled": 2, "sessions_held": 1, "has_coordinator": False}, Tone.ATTENTION),
        ({"seats_filled": 1, "sessions_planned": 1, "verified": 5}, Tone.BEHIND),
        ({}, Tone.BEHIND),
        ({"takes_part": False, "has_coordinator": False}, Tone.ON_TRACK),
    ],
)
def test_tone_is_that_of_gravest_reason(given, tone):
    assert judge(progress(**given)).tone == tone


def test_reasons_name_the_free_seats_and_the_gravest_comes_first():
    judgement = judge(progress(verified=3, has_coordinator=False))
    assert [reason.text for reason in judgement.reasons] == [
        "2 kursi kosong dan belum ada usulan, padahal ada usaha terverifikasi.",
        "Belum ada koordinator; pengurus pusat yang mengusulkan.",
    ]
