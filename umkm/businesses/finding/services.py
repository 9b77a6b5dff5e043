"""Filters that people keep for another day."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import SORT

from ..filters import BusinessFilter
from ..models import SavedFilter

MOST_SAVED = 30
LONGEST_QUERY = 1_000


def cleaned_query(query: str) -> str:
    """Of a query string what filters and sorts the list, without pages and formats."""
    typed = QueryDict(query[: 4 * LONGEST_QUERY].encode("utf-8", "ignore"))
    kept = QueryDict(mutable=True)
    for name in (*BusinessFilter.base_filters, SORT):
        value = typed.get(name, "").strip()
        if value and "\x00" not in value:
            kept[name] = value
    return kept.urlencode()


@transaction.atomic
def save_filter(*, name: str, query: str, by: User) -> SavedFilter:
    """Keep a search under a name. Raises RuleViolation."""
    kept = cleaned_query(query)
    if not kept:
        raise RuleViolation(_("Belum ada yang disaring. Pilih saringan atau ketik kata pencarian dahulu."))
    if len(kept) > LONGEST_QUERY:
        raise RuleViolation(_("Saringan ini terlalu panjang untuk disimpan. Persingkat kata pencariannya."))
    User.objects.select_for_update().get(pk=by.pk)  # two at once do not both pass the limit
    if SavedFilter.objects.visible_to(by).count() >= MOST_SAVED:
        raise RuleViolation(
            _("Anda sudah menyimpan %(most)s saringan. Hapus yang tidak dipakai lagi.") % {"most": MOST_SAVED}
        )
    return _named(SavedFilter(user=by, query=kept), name)


@transaction.atomic
def rename_filter(*, saved: SavedFilter, name: str, by: User) -> SavedFilter:
    return _named(SavedFilter.objects.visible_to(by).select_for_update().get(pk=saved.pk), name)


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: User) -> None:
    SavedFilter.objects.visible_to(by).filter(pk=saved.pk).delete()


def _named(saved: SavedFilter, name: str) -> SavedFilter:
    saved.name = " ".join(name.split())
    if not saved.name:
        raise RuleViolation(_("Beri nama saringan ini."), field="name")
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise RuleViolation(
            _("Anda sudah punya saringan “%(name)s”. Pakai nama lain.") % {"name": saved.name}, field="name"
        ) from error
    return saved
