"""Who may see which provinces: the only place that knows.

A QuerySet of records that belong to a province starts its `visible_to(user)` here.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db.models import Model, Q, QuerySet

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User

from .models import Post, Province, StandIn

M = TypeVar("M", bound=Model)

NATIONWIDE = (Role.BOARD, Role.JAMKRINDO, Role.ADMIN)


def sees_whole_country(user: User) -> bool:
    return user.has_role(*NATIONWIDE)


# a role that may be named to stand in for a coordinator
STANDS_IN = (Role.COORDINATOR, Role.BOARD)


def province_codes(user: User) -> list[str]:
    """The provinces that `user` coordinates today, by a post or standing in; cached on the user for the request."""
    if not user.has_role(*STANDS_IN):
        return []
    cached: list[str] | None = getattr(user, "_province_codes", None)
    if cached is None:
        posts = (
            Post.objects.active().filter(user=user)
            if user.has_role(Role.COORDINATOR)
            else Post.objects.none()
        )
        stood_in = StandIn.objects.today().filter(user=user).values_list("post__province_id")
        cached = sorted(code for (code,) in posts.values_list("province_id").union(stood_in))
        user._province_codes = cached  # type: ignore[attr-defined]
    return cached


def coordinates(user: User) -> bool:
    """Does a coordinator's work today, in the own province or standing in for another's."""
    return user.has_role(Role.COORDINATOR) or bool(province_codes(user))


def in_scope(user: User, *, province_field: str = "province", own: Q | None = None) -> Q:
    """The condition for rows that `user` may see: all for nationwide roles, the coordinator's
    provinces, and what is the person's `own`.

    `province_field` is the path to the province (its code) from the model filtered.
    """
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    if sees_whole_country(user):
        return Q()
    condition = Q(**{f"{province_field}__in": province_codes(user)})
    return condition | own if own is not None else condition


def own_as(role: Role, user: User, condition: Q) -> Q | None:
    """What is one's own in `role`; None for everybody else, so that staff's lists are bounded by the province's index
    and not by an OR over two tables.
    """
    return condition if user.has_role(role) else None


def provinces_of(user: User) -> QuerySet[Province]:
    """The provinces whose records `user` may see, by name: for the filters of lists."""
    provinces = Province.objects.existing().order_by("name")
    return provinces if sees_whole_country(user) else provinces.filter(code__in=province_codes(user))


class ScopedQuerySet(QuerySet[M]):
    """A QuerySet whose rows belong to a province."""

    province_field = "province"

    def own_of(self, user: User) -> Q | None:
        """What belongs to the person whatever the province; None where nothing does."""
        return None

    def visible_to(self, user: Any) -> Self:
        own = self.own_of(user) if user.is_authenticated else None
        return self.filter(in_scope(user, province_field=self.province_field, own=own))
