"""What remains of a business's name when it is compared with others: without legal forms and words of every shop.

Case and punctuation need no care: trigrams ignore both.
"""

from __future__ import annotations

from django.db.models import CharField, Func, Value

GENERIC = (
    "pt", "cv", "ud", "firma", "toko", "warung", "kedai", "depot", "usaha", "umkm", "ikm", "home", "industri", "industry",
    "rumah", "produksi",
)  # fmt: skip


def name_key(column: str = "name") -> Func:
    """Of the column, in SQL. Part of an index: whoever changes the words makes the index anew by a migration."""
    pattern = rf"\m({'|'.join(GENERIC)})\M"
    return Func(
        column,
        Value(pattern),
        Value(""),
        Value("gi"),
        function="REGEXP_REPLACE",
        output_field=CharField(),
    )
