"""The pages of the whole way, as each does it; refused with a sentence beside the field, what was typed kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.bankaccess.choices import ReferralState as S
from programs.bankaccess.models import CreditAnswer, Referral, Terms
from soksi_portal.accounts.choices import Role
from tests import factories as make

from .makers import answer, bank_text, bank_user_of, make_bank_user, make_product, make_referral, make_terms

pytestmark = pytest.mark.django_db


def post(client, by, page, *args, **data):
    client.force_login(by)
    return client.post(reverse(page, args=args), data)


def test_the_whole_way_over_pages(client):
    bank_text()
    product, business = make_product(), make.make_business()
    staff, owner, user = make.make_user(Role.JAMKRINDO), business.owner.user, make_bank_user(product.bank)
    offer = product.offers.get().pk
    post(client, staff, "referral_create", business.pk, offer=offer, amount="20 juta", purpose="Kompor", wants_guarantee="on")  # fmt: skip
    referral = Referral.objects.get()
    client.force_login(owner)
    page = client.get(reverse("referral_consent", args=[referral.pk]))
    post(
        client, owner, "referral_consent", referral.pk,
        berkas=page.context["fingerprint"], teks=page.context["text"].version,
    )  # fmt: skip
    post(client, staff, "referral_send", referral.pk)
    post(client, user, "referral_receive", referral.pk)
    post(client, user, "referral_record", referral.pk, "survei", words="Sudah dikunjungi")
    refused = post(
        client, user, "referral_record", referral.pk, "setuju", amount="banyak", months="0", rate="101"
    )
    wrong = {"amount", "months", "rate", "guaranteed_percent", "approved_on"}
    assert set(refused.context["form"].errors) == wrong
    assert 'value="banyak"' in refused.content.decode()
    day = referral.prepared_at.astimezone(referral.province.zone).date()
    post(
        client, user, "referral_record", referral.pk, "setuju",
        amount="18.000.000", months="24", rate="6,5", guaranteed_percent="70", approved_on=f"{day}",
    )  # fmt: skip
    post(client, user, "referral_record", referral.pk, "cair", amount="18 juta", disbursed_on=f"{day}")
    referral.refresh_from_db()
    assert referral.state == S.DISBURSED
    client.force_login(owner)
    shown = client.get(referral.get_absolute_url()).content.decode()
    assert "Rp\u00a018.000.000, 24 bulan, bunga 6,50\u00a0% per tahun, dijamin Jamkrindo 70\u00a0%." in shown


def test_consent_to_another_file_than_shown_is_asked_again(client):
    referral = make_referral()
    response = post(
        client, referral.business.owner.user, "referral_consent", referral.pk, berkas="x", teks="bank-1"
    )
    assert response["Location"] == reverse("referral_consent", args=[referral.pk])
    referral.refresh_from_db()
    assert referral.state == S.PREPARED


def test_declined_shows_what_to_do_next(client):
    referral = make_referral(state="received")
    response = post(
        client,
        bank_user_of(referral),
        "referral_record",
        referral.pk,
        "tolak",
        reason="books",
        words="Baru dua bulan.",
    )
    assert response["Location"] == "/rujukan/"
    client.force_login(referral.business.owner.user)
    page = client.get(referral.get_absolute_url()).content.decode()
    assert "Baru dua bulan." in page
    assert "enam bulan berturut-turut" in page


def test_decline_on_a_page_older_than_a_colleagues_approval_is_refused_and_undoes_nothing(client):
    referral = make_referral(state="surveyed")
    user, colleague = bank_user_of(referral), make_bank_user(referral.bank)
    client.force_login(user)
    shown = (
        client.get(reverse("referral_record", args=[referral.pk, "tolak"])).context["form"]["seen"].value()
    )
    answer(referral, S.APPROVED, by=colleague)
    told = {"reason": "books", "words": "Belum lengkap."}
    refused = post(client, user, "referral_record", referral.pk, "tolak", seen=shown, **told)
    assert colleague.full_name in str(refused.context["form"].errors)
    assert "Belum lengkap." in refused.content.decode()
    referral.refresh_from_db()
    assert referral.state == S.APPROVED
    again = refused.context["form"]["seen"].value()  # what was just read of it counts as seen
    assert (
        post(client, user, "referral_record", referral.pk, "tolak", seen=again, **told)["Location"]
        == "/rujukan/"
    )


def test_withdrawn_before_the_bank_had_it_says_so(client):
    for state, words in (
        ("prepared", "Bank belum melihat apa pun."),
        ("received", "Bank tidak lagi melihat berkasnya."),
    ):
        referral = make_referral(state=state)
        done = post(client, referral.business.owner.user, "referral_withdraw", referral.pk)
        assert words in client.get(done["Location"]).content.decode()


def test_looks_of_the_bank_at_one_thing_on_one_day_are_one_line(client):
    referral = make_referral(state="sent")
    client.force_login(bank_user_of(referral))
    for _look in range(3):
        client.get(referral.get_absolute_url())
    client.get(reverse("referral_file", args=[referral.pk]))
    client.force_login(referral.business.owner.user)
    looks = client.get(referral.get_absolute_url()).context["looks"]
    assert [(one.last.what, one.times) for one in looks] == [("file", 1), ("page", 3)]


def test_answer_with_and_without_document(client):
    business = make.make_business()
    owner = business.owner.user
    sent = {"has_programme_credit": "False", "slik": "current", "answered_on": "2026-11-01"}
    refused = post(client, owner, "credit_answer", business.pk, **sent)
    assert "Unggah hasil SLIK" in str(refused.context["form"].errors["pages"])
    post(client, owner, "credit_answer", business.pk, **sent, pages=make.make_evidence())
    answer = CreditAnswer.objects.get()
    assert (answer.slik, answer.recorded_by) == ("current", owner)
    assert client.get(reverse("credit_answer_file", args=[answer.pk])).content.startswith(b"%PDF-")
    post(
        client,
        owner,
        "credit_answer",
        business.pk,
        has_programme_credit="True",
        slik="unknown",
        answered_on="2026-11-02",
    )
    assert list(CreditAnswer.objects.newest_first().values_list("has_programme_credit", flat=True)) == [
        True,
        False,
    ]
    bad = post(
        client,
        owner,
        "credit_answer",
        business.pk,
        has_programme_credit="\x00",
        slik="aneh",
        answered_on="2099-99-99",
    )
    assert set(bad.context["form"].errors) == {"has_programme_credit", "slik", "answered_on"}
    paper = SimpleUploadedFile("x.pdf", b"bukan pdf")
    assert (
        "pages"
        in post(client, owner, "credit_answer", business.pk, **sent, pages=paper).context["form"].errors
    )


def test_admin_writes_the_next_version_and_confirms_it(client):
    admin, product = make.make_user(Role.ADMIN), make_product()
    refused = post(
        client,
        admin,
        "terms_create",
        product.pk,
        valid_from="2026-12-01",
        regulation="",
        floor="9",
        ceiling="5",
    )
    assert set(refused.context["form"].errors) == {"regulation", "ceiling"}
    post(
        client, admin, "terms_create", product.pk, valid_from="2026-11-01", regulation="SE 7/2026",
        ceiling="200 juta", papers=["ktp", "nib"], needs_nib="on", rate="6",
    )  # fmt: skip
    terms = Terms.objects.get(product=product, number=2)
    assert (terms.ceiling, terms.papers, terms.is_confirmed) == (200_000_000, ["ktp", "nib"], False)
    assert "Perlu diperiksa admin" in client.get(product.get_absolute_url()).content.decode()
    post(client, admin, "terms_confirm", terms.pk)
    terms.refresh_from_db()
    assert terms.confirmed_by == admin


def test_admin_keeps_banks(client):
    admin, product = make.make_user(Role.ADMIN), make_product()
    bank, user = product.bank, make.make_user(Role.BANK)
    post(client, admin, "bank_user_add", bank.pk, user=user.pk)
    post(client, admin, "offer_turn", bank.pk, product.pk, tindakan="akhiri")
    page = client.get(reverse("bank_detail", args=[bank.pk])).content.decode()
    assert user.full_name in page
    assert "Tidak ditawarkan" in page
    post(client, admin, "bank_user_end", user.bank_posts.get().pk, reason="Pindah tugas")
    response = post(client, admin, "product_create", bank.pk, name="Kredit Baru")
    assert "/syarat/" in response["Location"]


def test_match_shows_what_is_missing_and_that_it_is_unchecked(client):
    business, product = make.make_business(), make_product(needs_nib=True)
    make_terms(product, confirmed=False, needs_nib=True)
    client.force_login(business.owner.user)
    page = client.get(reverse("product_match", args=[business.pk])).content.decode()
    assert "Kurang 1" in page
    assert "oss.go.id" in page
    assert "Perlu diperiksa admin" in page
