"""Ways to read possible duplicates."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.parts import Event
from umkm.businesses.choices import DuplicateState
from umkm.businesses.models import Business, PossibleDuplicate


def with_businesses(pairs: QuerySet[PossibleDuplicate]) -> QuerySet[PossibleDuplicate]:
    """With all that a row or a page shows."""
    paths = ("owner__user", "province", "regency", "kbli")
    sides = [f"{side}__{path}" for side in ("first", "second") for path in paths]
    return pairs.select_related("province", "decided_by", "kept", *sides)


def events(business: Business, viewer: User | None = None) -> Iterator[Event]:
    """For the timeline of both: when they became one, with the way to the other for those who may go there."""
    pairs = PossibleDuplicate.objects.filter(Q(first=business) | Q(second=business), kept__isnull=False)
    told = list(pairs.select_related("first", "second", "decided_by").filter(state=DuplicateState.MERGED))
    ids = {pk for pair in told for pk in (pair.first_id, pair.second_id)}
    visible = Business.objects.visible_to(viewer).filter(pk__in=ids) if told and viewer else ()
    readable = {one.pk for one in visible}
    for pair in told:
        other = pair.second if pair.first_id == business.pk else pair.first
        title = (
            _("%(other)s digabungkan ke usaha ini")
            if pair.kept_id == business.pk
            else _("Digabungkan ke %(other)s")
        )
        if pair.decided_at and pair.decided_by:
            yield Event(
                title=title % {"other": other.name},
                at=pair.decided_at,
                by=pair.decided_by.full_name,
                text=pair.reason,
                url=other.get_absolute_url() if other.pk in readable else "",
                action=_("Buka riwayatnya"),
            )
