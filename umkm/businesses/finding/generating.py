"""Fills a database for measurements: cadres with one business each, by COPY, continued from what is there."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Index
from django.utils.translation import gettext as _

from soksi_portal.common.errors import RuleViolation
from umkm.cadres.models import Cadre
from umkm.regions.models import Regency

from ..models import Business, Kbli, SearchWord
from .invented import Country, Place, Trade

BATCH = 20_000
WITHOUT_INDEXES_FROM = 200_000  # so many rows at once are indexed faster afterwards
PHONES = "+62899"  # no provider has it: whoever has another number is a person
BENCHMARK_DATABASE = "bench"
CADRE_COLUMNS = (
    "id", "full_name", "phone", "membership_number", "regency_id", "province_id", "sex", "state", "state_since",
    "registered_at",
)  # fmt: skip
BUSINESS_COLUMNS = (
    "id", "owner_id", "province_id", "regency_id", "name", "address", "description", "kbli_id", "start_year",
    "legal_form", "nib", "licences", "employees", "marketing_channels", "wishes", "last_year_sales", "capital",
    "has_bank_loan", "state", "state_since", "created_at", "submitted_at", "verified_at",
)  # fmt: skip
# triggers that stay out of it: history of what nobody did, steps that nobody took, words that are counted afterwards
SKIPPED_TRIGGERS = ("insert_insert", "state_", "search_vocabulary", "merged_without_chain")
Progress = Callable[[int, int], object]


def check_allowed() -> None:
    """Raises RuleViolation where invented businesses would stand among real ones."""
    if str(connection.settings_dict["NAME"]).startswith(BENCHMARK_DATABASE):
        return
    if not (settings.DEBUG or settings.DEMO):
        raise RuleViolation(
            _(
                "Data ukur hanya dibuat di luar produksi, atau di basis data yang namanya berawalan “%(name)s”."
            )
            % {"name": BENCHMARK_DATABASE}
        )
    if Cadre.objects.exclude(phone__startswith=PHONES).exists():
        raise RuleViolation(
            _("Di basis data ini ada kader sungguhan atau demo. Pakai basis data yang berawalan “%(name)s”.")
            % {"name": BENCHMARK_DATABASE}
        )


def generate(*, businesses: int, progress: Progress) -> int:
    """Go on until there are so many; returns how many were added. Killed half-way, the next run goes on."""
    check_allowed()
    done = Business.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    country = _country()
    with _triggers_off():
        if businesses - done >= WITHOUT_INDEXES_FROM:
            _drop_indexes()
        for first in range(done + 1, businesses + 1, BATCH):
            last = min(first + BATCH - 1, businesses)
            _copy(country, first, last)
            progress(last, businesses)
    _make_missing_indexes()
    SearchWord.objects.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) cadres_cadre, businesses_business, businesses_searchword")
    return max(0, businesses - done)


def _country() -> Country:
    places = [
        Place(code, province, name)
        for code, province, name in Regency.objects.existing().values_list("code", "province_id", "name")
    ]
    classes = Kbli.objects.in_force().order_by("code").values_list("pk", "words")
    trades = [Trade(pk, tuple(words)) for pk, words in classes if words]
    if not places or not trades:
        raise RuleViolation(_("Muat dahulu wilayah (load_regions) dan KBLI (load_kbli)."))
    return Country(places, trades)


@transaction.atomic
def _copy(country: Country, first: int, last: int) -> None:
    cadres, businesses = io.StringIO(), io.StringIO()
    for number in range(first, last + 1):
        cadre, business = _rows(number, country.business(number))
        cadres.write(cadre)
        businesses.write(business)
    # unset, it is an error inside each row's trigger, caught by going through all checks that wait for the commit
    _execute("SET LOCAL pgtrigger.ignore = '{}'")
    for table, columns, rows in (
        ("cadres_cadre", CADRE_COLUMNS, cadres),
        ("businesses_business", BUSINESS_COLUMNS, businesses),
    ):
        rows.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])


def _rows(number: int, found: dict[str, Any]) -> tuple[str, str]:
    place = found["place"]
    told = found["state"] != "draft"
    cadre = (
        number, found["owner"], f"{PHONES}{number:08d}", "", place.code, place.province, "p" if number % 2 else "l",
        "verified" if told else "draft", found["registered"], found["registered"],
    )  # fmt: skip
    business = (
        number, number, place.province, place.code, found["name"], found["address"], found["description"],
        found["kbli"], 2010 + number % 14, "individual", found["nib"], "{}", found["employees"], "{}", "{}",
        found["sales"], found["sales"] // 5, found["loan"], found["state"], found["registered"], found["registered"],
        found["submitted"], found["verified"],
    )  # fmt: skip
    return _line(cadre), _line(business)


def _line(values: tuple[Any, ...]) -> str:
    """One line of COPY's text format; our invented words have no tabs and backslashes."""
    return "\t".join(r"\N" if value is None else str(value) for value in values) + "\n"


@contextmanager
def _triggers_off() -> Iterator[None]:
    """On again at the end, and at the end of the next run where this one is killed."""
    found = list(_skipped())
    for table, trigger in found:
        _execute(f'ALTER TABLE {table} DISABLE TRIGGER "{trigger}"')
    try:
        yield
    finally:
        for table, trigger in found:
            _execute(f'ALTER TABLE {table} ENABLE TRIGGER "{trigger}"')


def _skipped() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND c.relname IN ('cadres_cadre', 'businesses_business')
            """
        )
        for table, trigger in cursor.fetchall():
            if trigger.removeprefix("pgtrigger_").startswith(SKIPPED_TRIGGERS):
                yield table, trigger


def _drop_indexes() -> None:
    for model in (Cadre, Business):
        for index in model._meta.indexes:
            _execute(f'DROP INDEX IF EXISTS "{index.name}"')


def _make_missing_indexes() -> None:
    for model in (Cadre, Business):
        for index in model._meta.indexes:
            if not _exists(index):
                with connection.schema_editor() as editor:
                    editor.execute("SET LOCAL maintenance_work_mem = '1GB'")
                    editor.add_index(model, index)


def _exists(index: Index) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [index.name])
        return bool(cursor.fetchone()[0])


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
