"""Filters of the business list that a person keeps: saved, used, renamed, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation

from ..models import SavedFilter
from ..permissions import is_staff
from .forms import SavedFilterForm
from .services import cleaned_query, delete_filter, rename_filter, save_filter


@requires(is_staff)
def saved_filter_list(request: SignedInRequest) -> HttpResponse:
    saved = SavedFilter.objects.visible_to(request.user).order_by("name")
    return render(request, "umkm/businesses/finding/saved_filter_list.html", {"saved_filters": saved})


@requires(is_staff)
def saved_filter_create(request: SignedInRequest) -> HttpResponse:
    """What is filtered now stands in this page's own query string."""
    query = cleaned_query(request.META.get("QUERY_STRING", ""))
    form = SavedFilterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_filter(name=form.cleaned_data["name"], query=query, by=request.user)
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Saringan “%(name)s” disimpan.") % {"name": saved.name})
            return redirect(f"{reverse('business_list')}?{saved.query}")
    context = {"form": form, "query": query}
    return render(request, "umkm/businesses/finding/saved_filter_form.html", context)


@requires(is_staff)
def saved_filter_edit(request: SignedInRequest, filter_id: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=filter_id)
    form = SavedFilterForm(request.POST or None, initial={"name": saved.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_filter(saved=saved, name=form.cleaned_data["name"], by=request.user)
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return redirect("saved_filter_list")
    context = {"form": form, "query": saved.query, "saved": saved}
    return render(request, "umkm/businesses/finding/saved_filter_form.html", context)


@requires(is_staff)
@require_POST
def saved_filter_delete(request: SignedInRequest, filter_id: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=filter_id)
    delete_filter(saved=saved, by=request.user)
    messages.success(request, _("Saringan “%(name)s” dihapus.") % {"name": saved.name})
    return redirect("saved_filter_list")
