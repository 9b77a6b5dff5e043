"""Who stands in for a coordinator: named by that coordinator, or by an admin."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import SignedInRequest, holds, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from umkm.regions import services
from umkm.regions.forms import StandInForm
from umkm.regions.models import Post, StandIn

SHOWN = 20  # stand-ins of one post, the latest first

may_name = holds(Role.COORDINATOR, Role.ADMIN)


@requires(may_name)
def stand_in_create(request: SignedInRequest, post_id: int) -> HttpResponse:
    posts = Post.objects.active().filter(_own(request.user)).select_related("user", "province")
    post = get_object_or_404(posts, pk=post_id)
    form = StandInForm(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        try:
            stand_in = services.name_stand_in(post=post, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            sentence = _("%(who)s menggantikan pada hari-hari itu. Keduanya diberi tahu.")
            messages.success(request, sentence % {"who": stand_in.user})
            return redirect("stand_in_create", post.pk)
    context = {"form": form, "post": post, "stand_ins": _of(post), "is_own": post.user_id == request.user.pk}
    return render(request, "umkm/regions/stand_in.html", context)


@requires(may_name)
@require_POST
def stand_in_end(request: SignedInRequest, stand_in_id: int) -> HttpResponse:
    rows = StandIn.objects.filter(_own(request.user, "post__")).select_related("post")
    stand_in = get_object_or_404(rows, pk=stand_in_id)
    try:
        services.end_stand_in(stand_in=stand_in, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Penggantian diakhiri. Keduanya diberi tahu."))
    if stand_in.post.ended_at:
        return redirect(reverse("home"))
    return redirect("stand_in_create", stand_in.post_id)


def _own(user: User, path: str = "") -> Q:
    """Of the own post; an admin reaches every one."""
    return Q() if user.has_role(Role.ADMIN) else Q(**{f"{path}user": user})


def _of(post: Post) -> QuerySet[StandIn]:
    rows = post.stand_ins.select_related("user", "created_by", "ended_by", "post__province")
    return rows.order_by("-starts_on", "-pk")[:SHOWN]
