"""Who coordinates which province, and inviting people who serve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.accounts.services import end_role, grant_role, require_reason
from soksi_portal.common.errors import RuleViolation

from .messages import tell_access, tell_stand_in, tell_stand_in_ended
from .models import Post, Province, StandIn
from .scoping import STANDS_IN

LINK_VALID = timedelta(days=7)
SALT = "regions.password-link"
LONGEST_STAND_IN = timedelta(days=90)


class PostHeldAlready(RuleViolation):
    """The person coordinates that province already."""


class PostNotHeld(RuleViolation):
    """The post has ended."""


class CannotStandIn(RuleViolation):
    """That person, or those days, do not fit."""


class AccountExists(RuleViolation):
    """Somebody has that address or number."""


class LinkInvalid(RuleViolation):
    """A link for a new password that is too old, used, or not ours."""


@transaction.atomic
def appoint_coordinator(*, user: User, province: Province, by: User | None) -> Post:
    """Give the post, and with the first one the role. Raises PostHeldAlready."""
    user = _lock(user)
    try:
        with transaction.atomic():
            post = Post.objects.create(user=user, province=province, granted_by=by)
    except IntegrityError as error:
        sentence = _("%(who)s sudah menjadi koordinator %(province)s.") % {"who": user, "province": province}
        raise PostHeldAlready(sentence, field="province") from error
    if Role.COORDINATOR not in user.roles:
        grant_role(user=user, role=Role.COORDINATOR, by=by)
    return post


@transaction.atomic
def end_post(*, post: Post, by: User, reason: str) -> None:
    """End the post, and with the last one the role. Raises PostNotHeld, ReasonMissing."""
    require_reason(reason)
    user = _lock(post.user)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.ended_at:
        raise PostNotHeld(_("Jabatan ini sudah berakhir."))
    post.ended_at, post.ended_by, post.end_reason = timezone.now(), by, reason.strip()
    post.save()
    if Role.COORDINATOR in user.roles and not Post.objects.active().filter(user=user).exists():
        end_role(user=user, role=Role.COORDINATOR, by=by, reason=reason)


@transaction.atomic
def end_role_and_posts(*, user: User, role: Role, by: User, reason: str) -> None:
    """End a role; a coordinator's posts end with it. Raises what end_role raises."""
    user = _lock(user)
    end_role(user=user, role=role, by=by, reason=reason)
    if role == Role.COORDINATOR:
        for post in Post.objects.active().select_for_update().filter(user=user):
            post.ended_at, post.ended_by, post.end_reason = timezone.now(), by, reason.strip()
            post.save()


@transaction.atomic
def name_stand_in(
    *, post: Post, user: User, starts_on: date, ends_on: date, reason: str, by: User
) -> StandIn:
    """Let `user` do the work of a coordinator on given days, both included. Both are told.

    Raises PostNotHeld, CannotStandIn, ReasonMissing.
    """
    require_reason(reason)
    post = _held(post)
    _must_fit(post, user, starts_on, ends_on)
    try:
        with transaction.atomic():
            stand_in = StandIn.objects.create(
                post=post,
                user=user,
                starts_on=starts_on,
                ends_on=ends_on,
                reason=reason.strip(),
                created_by=by,
            )
    except IntegrityError as error:
        raise CannotStandIn(
            _("Pada hari-hari itu sudah ada pengganti. Akhiri dulu yang lama, atau pilih hari lain."),
            field="starts_on",
        ) from error
    tell_stand_in(stand_in)
    return stand_in


def may_stand_in(post: Post) -> QuerySet[User]:
    """Coordinators of other provinces and board members with an open account."""
    colleagues = Post.objects.active().filter(province=post.province_id).values("user")
    return User.objects.with_role(*STANDS_IN).exclude(pk__in=colleagues).order_by("full_name", "pk")


def _held(post: Post) -> Post:
    """Locking the post makes two who name somebody for it queue up."""
    post = Post.objects.select_for_update(of=("self",)).select_related("user", "province").get(pk=post.pk)
    if post.ended_at:
        raise PostNotHeld(_("Jabatan ini sudah berakhir."))
    return post


def _must_fit(post: Post, user: User, starts_on: date, ends_on: date) -> None:
    if not may_stand_in(post).filter(pk=user.pk).exists():
        raise CannotStandIn(
            _("Pilih koordinator provinsi lain atau seorang pengurus pusat yang akunnya aktif."), field="user"
        )
    today = timezone.localdate(timezone=post.province.zone)
    if starts_on < today:
        raise CannotStandIn(_("Hari pertama paling awal hari ini."), field="starts_on")
    if ends_on < starts_on:
        raise CannotStandIn(_("Hari terakhir tidak boleh sebelum hari pertama."), field="ends_on")
    if ends_on - starts_on >= LONGEST_STAND_IN:
        raise CannotStandIn(
            _("Paling lama %(days)s hari. Bila lebih lama, minta administrator menunjuk koordinator lain.")
            % {"days": LONGEST_STAND_IN.days},
            field="ends_on",
        )


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, by: User) -> None:
    """End it before its last day; both are told. Raises CannotStandIn where it is over."""
    rows = StandIn.objects.select_for_update(of=("self",)).select_related(
        "post__user", "post__province", "user"
    )
    stand_in = rows.get(pk=stand_in.pk)
    today = timezone.localdate(timezone=stand_in.province.zone)
    if stand_in.ended_at or stand_in.post.ended_at or stand_in.ends_on < today:
        raise CannotStandIn(_("Penggantian ini sudah berakhir."))
    stand_in.ended_at, stand_in.ended_by = timezone.now(), by
    stand_in.save(update_fields=["ended_at", "ended_by"])
    tell_stand_in_ended(stand_in)


def _lock(user: User) -> User:
    """Role and posts of one person change one after the other, so that neither is left without the other."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


@transaction.atomic
def invite_person(
    *, full_name: str, email: str, phone: str, roles: Sequence[Role], provinces: Sequence[Province], by: User
) -> tuple[User, str]:
    """A new account with its roles and posts, and the link by which the person sets a password.

    The link goes by e-mail where there is one, and is returned to be handed over. Raises AccountExists.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(full_name=full_name, email=email or None, phone=phone or None)
    except IntegrityError as error:
        field = "phone" if "phone" in str(error) else "email"
        raise AccountExists(
            _("Sudah ada akun dengan alamat atau nomor ini. Cari orangnya di daftar."), field=field
        ) from error
    for role in roles:
        if role != Role.COORDINATOR:
            grant_role(user=user, role=role, by=by)
    for province in provinces:
        appoint_coordinator(user=user, province=province, by=by)
    return user, send_password_link(user=user, by=by)


def send_password_link(*, user: User, by: User) -> str:
    """A link, valid once and for seven days, to set a password; sent by e-mail where there is one."""
    link = password_link(user)
    if user.email:
        tell_access(user=user, link=link, by=by)
    return link


def password_link(user: User) -> str:
    token = signing.dumps([user.pk, _fingerprint(user)], salt=SALT)
    return settings.PORTAL_URL.rstrip("/") + reverse("password_from_link", args=[token])


def _fingerprint(user: User) -> str:
    """Of the password that the link replaces: using the link once, or changing the password, spends it."""
    return salted_hmac(SALT, user.password).hexdigest()[:20]


def user_of_link(token: str) -> User:
    """Raises LinkInvalid."""
    try:
        pk, fingerprint = signing.loads(token, salt=SALT, max_age=LINK_VALID)
        user = User.objects.get(pk=pk, is_active=True)
    except (signing.BadSignature, User.DoesNotExist, ValueError, TypeError):
        user, fingerprint = None, ""
    if user is None or not constant_time_compare(_fingerprint(user), fingerprint):
        raise LinkInvalid(
            _("Tautan ini sudah dipakai atau sudah terlalu lama. Minta tautan baru kepada administrator.")
        )
    return user


@transaction.atomic
def set_password_by_link(*, token: str, password: str) -> User:
    """Of two who use one link at once, the second reads that it is used. Raises LinkInvalid."""
    _lock(user_of_link(token))
    user = user_of_link(token)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user
