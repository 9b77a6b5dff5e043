"""A business that turned out to be another one: what was written about it is read; nothing more is written."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from .choices import BusinessState
from .errors import NotWritable
from .models import Business

# the business that stands for one: itself, or what it went into
STANDS_FOR = Coalesce("business__merged_into", "business")


def own_or_merged(business: Business) -> Q:
    """Of rows with a `business`: its own, and those of what went into it."""
    return Q(business=business) | Q(business__merged_into=business)


def refuse_merged(business: Business) -> None:
    """Until the transaction ends nobody merges it. Raises NotWritable."""
    # a row joined to it would be as it was before the wait
    now = Business.objects.select_for_update(no_key=True).get(pk=business.pk)
    if now.state == BusinessState.MERGED and now.merged_into is not None:
        raise NotWritable(
            _(
                "%(business)s sudah digabungkan dengan %(kept)s, jadi hanya dapat dibaca. Lanjutkan di %(kept)s."
            )
            % {"business": now.name, "kept": now.merged_into.name}
        )
