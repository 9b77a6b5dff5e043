"""What remains of a business's name and address when they are compared with others: without the words that many have.

Case and punctuation need no care: trigrams ignore both.
"""

from __future__ import annotations

from django.db.models import CharField, Func, Value

GENERIC = (
    "pt", "cv", "ud", "firma", "toko", "warung", "kedai", "depot", "usaha", "umkm", "ikm", "home", "industri", "industry",
    "rumah", "produksi",
)  # fmt: skip
OF_ADDRESSES = (
    "jalan", "jln", "jl", "gang", "gg", "nomor", "no", "rt", "rw", "dusun", "dsn", "kampung", "kp", "desa", "ds",
    "kelurahan", "kel", "kecamatan", "kec", "blok",
)  # fmt: skip


def name_key(column: str = "name") -> Func:
    """Part of an index: whoever changes the words makes the index anew by a migration."""
    return _without(GENERIC, column)


def address_key(column: str = "address") -> Func:
    return _without(OF_ADDRESSES, column)


def _without(words: tuple[str, ...], column: str) -> Func:
    pattern = rf"\m({'|'.join(words)})\M"
    return Func(
        column,
        Value(pattern),
        Value(""),
        Value("gi"),
        function="REGEXP_REPLACE",
        output_field=CharField(),
    )
