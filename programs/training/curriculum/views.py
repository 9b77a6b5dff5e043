"""The pages of the curriculum."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.partnership.models import Phase
from programs.training.choices import MaterialAudience, MaterialKind
from programs.training.forms import show_refusal
from programs.training.models import Material, Module, PhaseModule
from programs.training.permissions import may_keep_attendance, may_schedule, may_see_sessions
from soksi_portal.accounts.guards import SignedInRequest, public, requires
from soksi_portal.common.errors import RuleViolation

from . import services
from .forms import MaterialForm, ModuleForm, PathForm
from .permissions import may_add_material, may_remove_material
from .shared import shared_materials, substitute_of

TYPES = {
    MaterialKind.PDF: "application/pdf",
    MaterialKind.SLIDES: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    MaterialKind.SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    MaterialKind.PICTURE: "image/jpeg",
}


@requires(may_see_sessions)
@require_safe
def module_list(request: SignedInRequest) -> HttpResponse:
    """The path of each open phase, and all modules."""
    steps = PhaseModule.objects.select_related("module").order_by("position")
    modules = Module.objects.prefetch_related("requires").order_by("-is_active", "title")
    staff = may_schedule(request.user)
    context = {
        "phases": Phase.objects.open()
        .prefetch_related(Prefetch("path", steps))
        .order_by("-starts_on", "-pk"),
        "modules": modules if staff else modules.filter(is_active=True),
        "may_change": staff,
    }
    return render(request, "programs/training/module_list.html", context)


@requires(may_see_sessions)
@require_safe
def module_detail(request: SignedInRequest, code: str) -> HttpResponse:
    return _page(request, get_object_or_404(Module, code=code), None)


def _page(request: SignedInRequest, module: Module, form: MaterialForm | None) -> HttpResponse:
    user = request.user
    may_add = may_add_material(user, module)
    visible = Material.objects.visible_to(user).kept().filter(module=module)
    materials: list[Any] = list(visible.select_related("uploaded_by").order_by("uploaded_at", "pk"))
    for one in materials:
        one.may_remove = may_remove_material(user, one)
    context = {
        "module": module,
        "requires": module.requires.order_by("title"),
        "opens": module.opens.filter(is_active=True).order_by("title"),
        "materials": materials,
        "form": (form or MaterialForm()) if may_add else None,
        "may_change": may_schedule(user),
        "may_read_questions": may_keep_attendance(user),
        "trainers_only": MaterialAudience.TRAINERS,
    }
    return render(request, "programs/training/module_detail.html", context)


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def module_create(request: SignedInRequest) -> HttpResponse:
    return _edit(request, None)


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def module_edit(request: SignedInRequest, code: str) -> HttpResponse:
    return _edit(request, get_object_or_404(Module, code=code))


def _edit(request: SignedInRequest, module: Module | None) -> HttpResponse:
    form = ModuleForm(request.POST or None, instance=module)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_module(
                module=form.save(commit=False), requires=form.cleaned_data["requires"], by=request.user
            )
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Modul disimpan."))
            return redirect(saved)
    context = {"form": form, "module": module}
    return render(request, "programs/training/module_edit.html", context)


@requires(may_schedule)
@require_http_methods(["GET", "HEAD", "POST"])
def path_edit(request: SignedInRequest, phase_id: int) -> HttpResponse:
    """The order of a phase's modules."""
    phase = get_object_or_404(Phase, pk=phase_id)
    steps = dict(phase.path.values_list("module_id", "position"))
    modules = [one for one in Module.objects.order_by("title") if one.is_active or one.pk in steps]
    modules.sort(key=lambda one: steps.get(one.pk, 999))
    initial = {f"modul-{pk}": position for pk, position in steps.items()}
    form = PathForm(request.POST or None, modules=modules, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_path(phase=phase, modules=form.ordered, by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Jalur disimpan."))
            return redirect("module_list")
    return render(request, "programs/training/path_edit.html", {"form": form, "phase": phase})


@requires(may_see_sessions)
@require_POST
def material_add(request: SignedInRequest, code: str) -> HttpResponse:
    module = get_object_or_404(Module, code=code)
    if not may_add_material(request.user, module):
        raise PermissionDenied(_("Hanya staf dan pelatih modul ini yang menambah materi."))
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        what = {"module": module, "title": data["title"], "audience": data["audience"], "by": request.user}
        try:
            if data["link"]:
                services.add_link(link=data["link"], **what)
            else:
                services.add_file(upload=data["file"], **what)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Materi ditambahkan."))
            return redirect(module)
    return _page(request, module, form)


def _visible(request: SignedInRequest, material_id: int) -> Material:
    rows = Material.objects.visible_to(request.user).kept().select_related("module")
    return get_object_or_404(rows, pk=material_id)


@requires(may_see_sessions)
@require_http_methods(["GET", "HEAD", "POST"])
def material_remove(request: SignedInRequest, material_id: int) -> HttpResponse:
    """Asks first; what is gone is gone."""
    material = _visible(request, material_id)
    if not may_remove_material(request.user, material):
        raise PermissionDenied(_("Hanya staf dan yang menambahkannya yang menghapus materi."))
    if request.method != "POST":
        return render(request, "programs/training/material_remove.html", {"material": material})
    services.remove_material(material=material, by=request.user)
    messages.success(request, _("Materi dihapus."))
    return redirect(material.module)


@requires(may_see_sessions)
@require_safe
def material_file(request: SignedInRequest, material_id: int) -> HttpResponseBase:
    """From the storage through the portal, always to be saved and never shown as a page of the portal."""
    material = _visible(request, material_id)
    if material.is_link:
        raise Http404
    return _sent(request, material)


@public
@never_cache
@require_safe
def invitation_materials(request: HttpRequest, token: str) -> HttpResponse:
    """For who comes instead and has no account; the link itself says who."""
    invitation = substitute_of(token)
    if invitation is None:
        return _private(render(request, "programs/training/materials_unknown.html", status=404))
    context = {
        "session": invitation.session,
        "substitute": invitation.substitute,
        "materials": shared_materials(invitation),
        "token": token,
    }
    return _private(render(request, "programs/training/materials_shared.html", context))


@public
@require_safe
def invitation_material(request: HttpRequest, token: str, material_id: int) -> HttpResponseBase:
    invitation = substitute_of(token)
    if invitation is None:
        raise Http404
    material = get_object_or_404(shared_materials(invitation).exclude(kind=MaterialKind.LINK), pk=material_id)
    return _private(_sent(request, material))


def _private(response: HttpResponseBase) -> Any:
    """The address is the secret."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _sent(request: HttpRequest, material: Material) -> HttpResponseBase:
    etag = f'"{material.sha256[:32]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            opened = material.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        except Exception:  # each storage fails in its own words
            words = _("Berkas ini belum bisa dibuka. Coba lagi beberapa menit lagi.")
            return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        name = f"{slugify(material.title) or 'materi'}.{material.kind}"
        kind = TYPES[MaterialKind(material.kind)]
        response = FileResponse(opened, as_attachment=True, filename=name, content_type=kind)
        response["ETag"] = etag
        response["Content-Encoding"] = "identity"  # these are packed already
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
