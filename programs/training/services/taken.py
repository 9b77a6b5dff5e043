"""Two who write the same at the same instant: both looked before, neither saw the other, and the database lets one in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from soksi_portal.common.errors import RuleViolation


@contextmanager
def refused_where_taken(constraint: str, refusal: RuleViolation) -> Iterator[None]:
    """The other one reads `refusal`, not the database's error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint in str(error):
            raise refusal from error
        raise
