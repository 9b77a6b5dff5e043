"""Plausible names, places and products for measurements: the same for the same number, and ever more words as the
number grows, as in life."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

FIRST = (
    "Siti", "Sri", "Nur", "Dewi", "Ani", "Rina", "Wati", "Yanti", "Ayu", "Fitri", "Ratna", "Indah", "Lestari", "Maya",
    "Budi", "Agus", "Slamet", "Joko", "Bambang", "Eko", "Hadi", "Rudi", "Dedi", "Asep", "Ujang", "Made", "Wayan", "Ketut",
    "Nyoman", "Muhammad", "Ahmad", "Abdul", "Yusuf", "Ibrahim", "Hasan", "Syarif", "Andi", "Daeng", "Baso", "Tigor",
    "Parlindungan", "Ucok", "Butet", "Yohanes", "Maria", "Petrus", "Theresia", "Yosefina", "Frans", "Markus",
)  # fmt: skip
LAST = (
    "Wahyuni", "Rahayu", "Susanti", "Handayani", "Kurniawan", "Setiawan", "Santoso", "Wibowo", "Hidayat", "Saputra",
    "Siregar", "Nasution", "Simanjuntak", "Sitompul", "Harahap", "Lubis", "Tanjung", "Chaniago", "Piliang", "Effendi",
    "Permana", "Suryana", "Gunawan", "Maulana", "Ramadhan", "Firmansyah", "Wulandari", "Puspita", "Anggraini", "Sembiring",
    "Pattiasina", "Wenda", "Rumbiak", "Tabuni", "Mandowen", "Lamatokan", "Tukan", "Manurung", "Rompas", "Mokoginta",
)  # fmt: skip
HEADS = (
    "Warung",
    "Toko",
    "Usaha",
    "Kedai",
    "Dapur",
    "Rumah",
    "Sentra",
    "Aneka",
    "Depot",
    "Pondok",
    "UD",
    "CV",
)
KINDS = ("khas", "segar", "pesanan", "rumahan", "kemasan", "grosir", "eceran", "murah", "pilihan", "asli")
BLESSINGS = (
    "Jaya",
    "Berkah",
    "Makmur",
    "Sejahtera",
    "Barokah",
    "Abadi",
    "Mandiri",
    "Sentosa",
    "Lestari",
    "Maju",
)
SYLLABLES = tuple(onset + vowel for onset in "bcdghjklmnprstwy" for vowel in "aiueo")
MOST_INVENTED = 300_000  # names made of syllables; few of them are common, most are rare
# million inhabitants by the census of 2020, where businesses are
PEOPLE = {
    "11": 53, "12": 148, "13": 55, "14": 64, "15": 35, "16": 85, "17": 20, "18": 90, "19": 15, "21": 21, "31": 106,
    "32": 483, "33": 365, "34": 37, "35": 407, "36": 119, "51": 43, "52": 53, "53": 53, "61": 54, "62": 27, "63": 41,
    "64": 38, "65": 7, "71": 26, "72": 30, "73": 91, "74": 26, "75": 12, "76": 14, "81": 18, "82": 13, "91": 10, "92": 6,
    "93": 5, "94": 14, "95": 14, "96": 6,
}  # fmt: skip
BEGUN = datetime(2024, 1, 1, tzinfo=UTC)
REGISTERED_EVERY = timedelta(seconds=14)
STATES = ("verified", "submitted", "returned", "draft")
STATE_SHARES = (73, 20, 3, 4)


@dataclass(frozen=True)
class Place:
    code: str
    province: str
    name: str


@dataclass(frozen=True)
class Trade:
    kbli: int
    words: tuple[str, ...]


class Country:
    """Where and what businesses are, drawn by their weights."""

    def __init__(self, places: Sequence[Place], trades: Sequence[Trade]) -> None:
        in_province: dict[str, int] = {}
        for place in places:
            in_province[place.province] = in_province.get(place.province, 0) + 1
        self.places, self.trades = places, trades
        self.place_weights = list(
            accumulate(PEOPLE.get(place.province, 10) / in_province[place.province] for place in places)
        )
        self.trade_weights = list(accumulate(1 / rank for rank in range(1, len(trades) + 1)))

    def business(self, number: int) -> dict[str, object]:
        """All that is stored of business `number` and of its owner."""
        draw = random.Random(number)  # noqa: S311 — invented, not secret
        place = draw.choices(self.places, cum_weights=self.place_weights)[0]
        trade = draw.choices(self.trades, cum_weights=self.trade_weights)[0]
        owner = f"{_name(draw, FIRST)} {_name(draw, LAST)}"
        state = draw.choices(STATES, STATE_SHARES)[0]
        word = draw.choice(trade.words)
        title = draw.choice((owner.split()[0], f"Bu {owner.split()[0]}", draw.choice(BLESSINGS), place.name))
        registered = BEGUN + REGISTERED_EVERY * number
        told = state != "draft"
        return {
            "owner": owner,
            "place": place,
            "kbli": trade.kbli,
            "name": f"{draw.choice(HEADS) + ' ' if draw.random() < 0.4 else ''}{word.title()} {title}"[:120],
            "address": f"Jalan {draw.choice(LAST)} {draw.randint(1, 200)}",
            "description": f"{word}, {draw.choice(trade.words)} {draw.choice(KINDS)}"
            + (f" {_name(draw, LAST).lower()}" if draw.random() < 0.2 else ""),
            "sales": int(draw.lognormvariate(math.log(180_000_000), 1.25)),
            "employees": draw.randint(0, 9),
            "loan": draw.random() < 0.19,
            "nib": f"91{number:011d}" if number % 2 else None,
            "state": state,
            "registered": registered,
            "submitted": registered if told else None,
            "verified": registered if state == "verified" else None,
        }


def _name(draw: random.Random, usual: tuple[str, ...]) -> str:
    """Mostly a usual one, the first more often; else one of syllables, the rarer the more there are."""
    if draw.random() < 0.7:
        return usual[min(int(draw.expovariate(6 / len(usual))), len(usual) - 1)]
    rank = int(MOST_INVENTED ** draw.random())
    word = ""
    while rank:
        rank, at = divmod(rank, len(SYLLABLES))
        word += SYLLABLES[at]
    return (word + SYLLABLES[len(word) * 7 % len(SYLLABLES)]).title()
