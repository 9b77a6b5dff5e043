"""`/pengguna/`: who serves where. For admins only.

Stands here and not with the accounts, which know nothing of provinces: roles and posts are given on one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from soksi_portal.accounts import services as accounts
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, holds, public, requires
from soksi_portal.accounts.models import RoleGrant, User
from soksi_portal.audit.queries import Entry, history
from soksi_portal.common.display import day, phone
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Column, Listing
from umkm.regions import services
from umkm.regions.forms import (
    AppointmentForm,
    GrantForm,
    InvitationForm,
    PasswordForm,
    PeopleFilter,
    ReasonForm,
)
from umkm.regions.models import Post, StandIn

administers = holds(Role.ADMIN)
STAND_INS_SHOWN = 10

COLUMNS = (
    Column(
        "nama",
        gettext_lazy("Nama"),
        lambda user: user.full_name,
        link=lambda user: reverse("user_detail", args=[user.pk]),
        sort="full_name",
    ),
    Column("peran", gettext_lazy("Peran"), lambda user: ", ".join(_duties(user)) or _("tanpa peran")),
    Column("email", gettext_lazy("E-mail"), lambda user: user.email or "–"),
    Column("hp", gettext_lazy("Nomor HP"), lambda user: phone(user.phone)),
    Column("akun", gettext_lazy("Akun"), lambda user: _("Aktif") if user.is_active else _("Nonaktif")),
    Column(
        "sejak",
        gettext_lazy("Sejak"),
        lambda user: user.joined_at,
        cell=lambda user: day(timezone.localdate(user.joined_at)),
        sort="joined_at",
    ),
)


def _duties(user: Any) -> list[str]:
    """Of a user with `current_posts` and `current_grants` prefetched."""
    provinces = [post.province.name for post in user.current_posts]
    labels = [str(Role(grant.role).label) for grant in user.current_grants]
    return [
        f"{label} ({', '.join(provinces)})" if label == Role.COORDINATOR.label and provinces else label
        for label in labels
    ]


@requires(administers)
def user_list(request: SignedInRequest) -> HttpResponseBase:
    people = User.objects.prefetch_related(
        Prefetch("role_grants", RoleGrant.objects.active().order_by("pk"), to_attr="current_grants"),
        Prefetch(
            "posts",
            Post.objects.active().select_related("province").order_by("province"),
            to_attr="current_posts",
        ),
    )
    found = PeopleFilter(request.GET, people, request=request)
    listing = Listing(request, found.qs, columns=COLUMNS, default_sort="-sejak", filename="pengguna")
    if listing.wants_export:
        return listing.export()
    return render(request, "umkm/regions/user_list.html", {"filter": found, "listing": listing})


@requires(administers)
def user_invite(request: SignedInRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, link = services.invite_person(**form.invitation(), by=request.user)
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            _tell_link(request, user, link)
            return redirect("user_detail", user.pk)
    return render(request, "umkm/regions/user_invite.html", {"form": form})


@requires(administers)
def user_detail(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    context = {
        "person": person,
        "grants": person.role_grants.select_related("granted_by", "ended_by").order_by("-granted_at"),
        "posts": person.posts.select_related("province", "granted_by", "ended_by").order_by("-granted_at"),
        "stand_ins": StandIn.objects.filter(Q(user=person) | Q(post__user=person))
        .select_related("user", "post__user", "post__province", "created_by", "ended_by")
        .order_by("-starts_on", "-pk")[:STAND_INS_SHOWN],
        "closings": _closings(person),
        "grant_form": GrantForm(person=person),
        "appointment_form": AppointmentForm(),
    }
    return render(request, "umkm/regions/user_detail.html", context)


def _closings(person: User) -> list[Entry]:
    """When the account was closed, by whom and why."""
    active = str(User._meta.get_field("is_active").verbose_name)
    return [
        entry
        for entry in history(person)
        if any(change.label == active and not change.new for change in entry.changes)
    ]


@requires(administers)
@require_POST
def role_grant(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    form = GrantForm(request.POST, person=person)
    if not form.is_valid():
        messages.error(request, _("Pilih peran yang belum dipegang orang ini."))
        return redirect("user_detail", person.pk)
    with _told(request, _("Peran diberikan dan langsung berlaku.")):
        accounts.grant_role(user=person, role=Role(form.cleaned_data["role"]), by=request.user)
    return redirect("user_detail", person.pk)


@requires(administers)
@require_POST
def post_grant(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    form = AppointmentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilih provinsinya."))
        return redirect("user_detail", person.pk)
    with _told(request, _("Koordinator diangkat dan langsung dapat bekerja.")):
        services.appoint_coordinator(user=person, province=form.cleaned_data["province"], by=request.user)
    return redirect("user_detail", person.pk)


@requires(administers)
def role_end(request: SignedInRequest, user_id: int, role: str) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    if role not in Role.values:
        raise Http404
    heading = _("Akhiri peran %(role)s dari %(who)s?") % {"role": Role(role).label, "who": person}

    def end(reason: str) -> None:
        services.end_role_and_posts(user=person, role=Role(role), by=request.user, reason=reason)

    return _end(request, person, heading, _("Akhiri peran"), end, _("Peran diakhiri."))


@requires(administers)
def post_end(request: SignedInRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("user", "province"), pk=post_id)
    heading = _("Akhiri tugas %(who)s sebagai koordinator %(province)s?") % {
        "who": post.user,
        "province": post.province,
    }

    def end(reason: str) -> None:
        services.end_post(post=post, by=request.user, reason=reason)

    return _end(request, post.user, heading, _("Akhiri jabatan"), end, _("Jabatan diakhiri."))


@requires(administers)
def user_deactivate(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)

    def end(reason: str) -> None:
        accounts.deactivate_user(user=person, by=request.user, reason=reason)

    heading = _("Nonaktifkan akun %(who)s?") % {"who": person}
    return _end(request, person, heading, _("Nonaktifkan"), end, _("Akun dinonaktifkan."))


@requires(administers)
@require_POST
def user_reactivate(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    with _told(request, _("Akun aktif lagi. Kirim tautan kata sandi baru kepada orangnya.")):
        accounts.reactivate_user(user=person, by=request.user)
    return redirect("user_detail", person.pk)


@requires(administers)
@require_POST
def password_link_send(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id, is_active=True)
    with transaction.atomic():
        link = services.send_password_link(user=person, by=request.user)
    _tell_link(request, person, link)
    return redirect("user_detail", person.pk)


@public
@never_cache
@sensitive_post_parameters("password")
def password_from_link(request: HttpRequest, token: str) -> HttpResponse:
    """The person behind the link sets a password and is signed in, as far as a password alone does that."""
    try:
        user = services.user_of_link(token)
        form = PasswordForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            user = services.set_password_by_link(token=token, password=form.cleaned_data["password"])
            return perform_login(request, user)
    except services.LinkInvalid as refusal:
        return render(
            request, "umkm/regions/password_link_invalid.html", {"sentence": refusal.message}, status=410
        )
    return render(request, "umkm/regions/password_from_link.html", {"form": form, "person": user})


def _tell_link(request: HttpRequest, user: User, link: str) -> None:
    if user.email:
        messages.success(
            request, _("Tautan untuk membuat kata sandi dikirim ke %(email)s.") % {"email": user.email}
        )
        return
    sentence = _("%(who)s belum punya e-mail. Berikan tautan ini langsung, berlaku tujuh hari: %(link)s")
    messages.warning(request, sentence % {"who": user, "link": link})


@contextmanager
def _told(request: HttpRequest, success: str) -> Iterator[None]:
    """Say how it went: the refusal's own sentence, or that it worked."""
    try:
        yield
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, success)


def _end(
    request: HttpRequest, person: User, heading: str, action: str, end: Callable[[str], None], success: str
) -> HttpResponse:
    """One page for all that ends: it asks why, and goes back to the person."""
    back = reverse("user_detail", args=[person.pk])
    form = ReasonForm(request.POST or None, action=action, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            end(form.cleaned_data["reason"])
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, success)
            return redirect(back)
    context = {"form": form, "heading": heading, "person": person}
    return render(request, "umkm/regions/user_end.html", context)
