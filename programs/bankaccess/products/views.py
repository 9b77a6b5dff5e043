"""What a business qualifies for, what its owner declares, and the banks that admins keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.bankaccess.models import BankOrganisation, BankPost, CreditAnswer, Product, Referral, Terms
from programs.bankaccess.permissions import (
    may_answer,
    may_keep_banks,
    may_match,
    may_refer,
    may_see_banks,
    owns,
    reads_credit_of,
)
from programs.mentoring.reports.views.scope import note_opening
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.choices import BusinessState
from umkm.businesses.documents.storing import NotReachable, read_file
from umkm.businesses.merged import own_or_merged
from umkm.businesses.models import Business

from . import queries, services
from .answers import record_answer
from .facts import matches_of, today_of
from .forms import BankUserForm, CreditAnswerForm, ProductForm, ReasonForm, TermsForm, show_refusal

FORM = "programs/bankaccess/form.html"
read_and_write = require_http_methods(["GET", "HEAD", "POST"])


def business_in_scope(user: User, business_id: int) -> Business:
    """Its credit is for the owner and staff; else it is there, and not for this reader."""
    rows = Business.objects.visible_to(user).select_related("owner__user", "province", "regency")
    business = get_object_or_404(rows, pk=business_id)
    if not reads_credit_of(user, business):
        raise Http404
    return business


@requires(may_match)
@require_safe
def product_match(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = business_in_scope(request.user, business_id)
    note_opening(business, request.user)  # what it sells in a year
    found = matches_of(business)
    answers = CreditAnswer.objects.visible_to(request.user).filter(own_or_merged(business))
    referrals = Referral.objects.visible_to(request.user).filter(own_or_merged(business))
    stands = business.state != BusinessState.MERGED
    context = {
        "business": business,
        "qualifying": [one for one in found if one.qualifies],
        "others": [one for one in found if not one.qualifies],
        "answers": list(answers.select_related("recorded_by", "owner").newest_first()[:5]),
        "referrals": list(referrals.select_related("bank", "product").order_by("-state_since", "-pk")),
        "is_own": owns(request.user, business),
        "may_answer": may_answer(request.user) and stands,
        "may_refer": may_refer(request.user) and stands and not owns(request.user, business),
    }
    return render(request, "programs/bankaccess/products/product_match.html", context)


@requires(may_answer)
@read_and_write
def credit_answer(request: SignedInRequest, business_id: int) -> HttpResponse:
    business = business_in_scope(request.user, business_id)
    form = CreditAnswerForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"answered_on": today_of(business)},
    )

    def record(data: dict[str, Any]) -> None:
        record_answer(business=business, files=data.pop("pages"), by=request.user, **data)

    return _answered(
        request,
        form,
        record,
        done=_("Jawaban tersimpan."),
        to=reverse("product_match", args=[business.pk]),
        title=_("Kredit yang sedang berjalan"),
        lead=_("Bank menanyakannya. Jawaban lama tetap tersimpan dengan tanggalnya."),
        back_label=business.name,
        submit=_("Simpan jawaban"),
    )


@requires(may_match)
@require_safe
def credit_answer_file(request: SignedInRequest, answer_id: int) -> HttpResponse:
    rows = (
        CreditAnswer.objects.visible_to(request.user)
        .exclude(file="")
        .select_related("business__owner", "owner")
    )
    answer = get_object_or_404(rows, pk=answer_id)
    if answer.owner.user_id != request.user.pk:  # also of a business that was given away since
        note_opening(answer.business, request.user)
    return pdf_response(answer.file, f"slik-{answer.pk}.pdf")


def pdf_response(file: Any, name: str) -> HttpResponse:
    try:
        content = read_file(file)
    except FileNotFoundError as error:
        raise Http404 from error
    except NotReachable as refusal:
        return HttpResponse(refusal.message, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@requires(may_see_banks)
@require_safe
def bank_list(request: SignedInRequest) -> HttpResponse:
    context = {
        "banks": queries.banks(),
        "products": queries.programme_products(),
        "may_keep": may_keep_banks(request.user),
    }
    return render(request, "programs/bankaccess/products/bank_list.html", context)


@requires(may_see_banks)
@require_safe
def bank_detail(request: SignedInRequest, bank_id: int) -> HttpResponse:
    bank = _bank(bank_id)
    context = {
        "bank": bank,
        "products": queries.products_for(bank),
        "posts": bank.posts_at_bank.select_related("user", "ended_by").order_by("ended_at", "granted_at"),
        "may_keep": may_keep_banks(request.user),
    }
    return render(request, "programs/bankaccess/products/bank_detail.html", context)


@requires(may_keep_banks)
@read_and_write
def bank_user_add(request: SignedInRequest, bank_id: int) -> HttpResponse:
    bank = _bank(bank_id)
    return _answered(
        request,
        BankUserForm(_sent(request)),
        lambda data: services.add_bank_user(bank=bank, by=request.user, **data),
        done=_("Petugas ditambahkan. Ia melihat rujukan ke %(bank)s.") % {"bank": bank},
        to=bank.get_absolute_url(),
        title=_("Tambah petugas %(bank)s") % {"bank": bank},
        lead="",
        back_label=str(bank),
        submit=_("Tambah petugas"),
    )


@requires(may_keep_banks)
@read_and_write
def bank_user_end(request: SignedInRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(BankPost.objects.select_related("bank", "user"), pk=post_id)
    return _answered(
        request,
        ReasonForm(_sent(request)),
        lambda data: services.end_bank_user(post=post, by=request.user, **data),
        done=_("Tugasnya berakhir. Rujukan bank ini tidak lagi terlihat olehnya."),
        to=reverse("bank_detail", args=[post.bank_id]),
        title=_("Akhiri tugas %(who)s?") % {"who": post.user},
        lead=str(post.bank),
        back_label=str(post.bank),
        submit=_("Akhiri tugas"),
    )


@requires(may_keep_banks)
@read_and_write
def product_create(request: SignedInRequest, bank_id: int) -> HttpResponse:
    bank = _bank(bank_id)
    made: list[Product] = []
    response = _answered(
        request,
        ProductForm(_sent(request)),
        lambda data: made.append(services.add_product(bank=bank, by=request.user, **data)),
        done=_("Produk ditambahkan. Tulis syaratnya."),
        to=bank.get_absolute_url(),
        title=_("Kredit umum %(bank)s") % {"bank": bank},
        lead=_("KUR sudah ada di daftar; di sini hanya produk bank ini sendiri."),
        back_label=str(bank),
        submit=_("Tambah produk"),
    )
    return redirect("terms_create", made[0].pk) if made else response


@requires(may_keep_banks)
@require_POST
def offer_turn(request: SignedInRequest, bank_id: int, product_id: int) -> HttpResponse:
    """Offered or no longer, as the button says."""
    bank, product = _bank(bank_id), get_object_or_404(Product, pk=product_id)
    act = services.begin_offer if request.POST.get("tindakan") == "tawarkan" else services.end_offer
    try:
        act(bank=bank, product=product, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Tersimpan."))
    return redirect(bank)


@requires(may_see_banks)
@require_safe
def product_detail(request: SignedInRequest, product_id: int) -> HttpResponse:
    """Every version of its conditions, the newest first."""
    product = get_object_or_404(Product.objects.select_related("bank"), pk=product_id)
    context = {
        "product": product,
        "versions": queries.versions_of(product),
        "may_keep": may_keep_banks(request.user),
    }
    return render(request, "programs/bankaccess/products/product_detail.html", context)


@requires(may_keep_banks)
@read_and_write
def terms_create(request: SignedInRequest, product_id: int) -> HttpResponse:
    """The last version as a start; saving makes a new one."""
    product = get_object_or_404(Product.objects.select_related("bank"), pk=product_id)
    last = product.terms.order_by("-number").first()
    start = forms.model_to_dict(last, fields=TermsForm.Meta.fields) if last else {}
    return _answered(
        request,
        TermsForm(_sent(request), initial=start | {"valid_from": None}),
        lambda data: services.record_terms(product=product, conditions=data, by=request.user),
        done=_("Versi baru tersimpan. Cocokkan dengan peraturannya, lalu nyatakan sudah diperiksa."),
        to=product.get_absolute_url(),
        title=_("Versi baru: %(product)s") % {"product": product},
        lead=_("Versi lama tetap tersimpan, juga pada rujukan yang memakainya."),
        back_label=str(product),
        submit=_("Simpan versi baru"),
    )


@requires(may_keep_banks)
@require_POST
def terms_confirm(request: SignedInRequest, terms_id: int) -> HttpResponse:
    terms = get_object_or_404(Terms.objects.select_related("product"), pk=terms_id)
    services.confirm_terms(terms=terms, by=request.user)
    messages.success(request, _("Syarat ini sudah diperiksa dan dapat dipakai untuk merujuk."))
    return redirect(terms.product)


def _bank(bank_id: int) -> BankOrganisation:
    return get_object_or_404(BankOrganisation, pk=bank_id)


def _sent(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


# long by its names: what a page around one form needs
def _answered(
    request: SignedInRequest, form: forms.BaseForm, act: Callable[[dict[str, Any]], object], *, done: str, to: str, **page: str
) -> HttpResponse:  # fmt: skip
    """The form, or what it asks for, done."""
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(to)
    return render(request, FORM, {"form": form, "back_url": to, **page})
