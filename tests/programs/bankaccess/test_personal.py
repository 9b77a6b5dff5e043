"""What is held about credit and referrals; and that an erased person is in none of it."""

import pytest

from programs.bankaccess import personal
from programs.bankaccess.journey import links_of, stations_of
from programs.bankaccess.models import AccessGained, Consent, CreditAnswer
from programs.bankaccess.referrals import services
from programs.bankaccess.story import PART
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import waiting_for
from soksi_portal.accounts.own_data import held_about
from soksi_portal.outbox.models import Message
from tests import factories as make
from umkm.businesses import ties
from umkm.businesses.choices import BusinessState
from umkm.businesses.models.documents import document_storage
from umkm.cadres.choices import DataRequestKind
from umkm.cadres.erasure import StillNeeded, erase_person
from umkm.cadres.rights import services as rights

from .makers import bank_user_of, make_answer, make_referral

pytestmark = pytest.mark.django_db


def test_person_reads_referrals_looks_and_answers():
    referral = make_referral(state="sent")
    make_answer(referral.business)
    held = {one.key: one for one in held_about(referral.business.owner.user)}
    assert {key: len(held[key].records) for key in ("rujukan", "pembukaan_rujukan", "jawaban_kredit")} == {
        "rujukan": 1, "pembukaan_rujukan": 0, "jawaban_kredit": 1,
    }  # fmt: skip
    facts = {fact.key: fact.value for fact in held["rujukan"].records[0].facts}
    assert (facts["bank"], facts["jumlah"], facts["teks"]) == (str(referral.bank), 20_000_000, "bank-1")


def test_open_referral_is_settled_before_erasure():
    referral = make_referral(state="sent")
    assert "masih berjalan" in personal.obstacles(referral.business.owner)[0]
    request = rights.ask(user=referral.business.owner.user, kind=DataRequestKind.ERASE)
    with pytest.raises(StillNeeded):
        erase_person(request=request, by=make.make_user(Role.ADMIN), reason="Permintaan")


def test_erasure_takes_words_and_files_and_keeps_the_outcome(django_capture_on_commit_callbacks):
    referral = make_referral(state="disbursed")
    answer, owner = make_answer(referral.business), referral.business.owner
    names = [Consent.objects.get().file.name, answer.file.name]
    request = rights.ask(user=owner.user, kind=DataRequestKind.ERASE)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(request=request, by=make.make_user(Role.ADMIN), reason="Permintaan")
    referral.refresh_from_db()
    consent = Consent.objects.get()
    assert (referral.purpose, consent.ending, consent.file.name) == ("(dihapus)", "erased", "")
    assert CreditAnswer.objects.get().file.name == ""
    assert not any(document_storage().exists(name) for name in names)
    assert set(referral.steps.exclude(words="").values_list("words", flat=True)) == {"(dihapus)"}
    assert AccessGained.objects.get().counts
    told = Message.objects.filter(subject_ref=referral.subject_ref).values_list("body", flat=True)
    assert not any(referral.business.name in body for body in told)


def test_draft_with_an_answer_stays_without_the_person():
    draft = make.make_business(state=BusinessState.DRAFT)
    make_answer(draft)
    request = rights.ask(user=draft.owner.user, kind=DataRequestKind.ERASE)
    erase_person(request=request, by=make.make_user(Role.ADMIN), reason="Permintaan")
    draft.refresh_from_db()
    assert (draft.name, CreditAnswer.objects.get().business) == ("Data dihapus", draft)


def test_open_referral_ties_the_business():
    referral = make_referral()
    assert "sedang dirujuk" in ties.tie_of(referral.business)
    referral = make_referral(state="disbursed")
    assert ties.tie_of(referral.business) == ""


def test_each_finds_on_the_start_page_what_waits():
    asked, agreed, sent = (make_referral(state=state) for state in ("prepared", "consented", "sent"))

    def titles(user):
        return [one.title for one in waiting_for(user)]

    assert any(title.startswith("Bolehkah usaha Anda dirujuk") for title in titles(asked.business.owner.user))
    assert "1 rujukan siap dikirim" in titles(agreed.prepared_by)
    assert f"{sent}: Dikirim ke bank" in titles(bank_user_of(sent))


def test_story_of_a_business_tells_where_it_went_and_no_refusal():
    referral = make_referral(state="received")
    services.record_decline(
        referral=referral, reason="slik", words="Ada tunggakan.", by=bank_user_of(referral)
    )
    assert [one.title for one in PART.events(referral.business)] == [f"Dirujuk ke {referral.bank}"]


def test_pilots_way_shows_the_bank_to_those_who_may_open_it():
    pilot = make.make_pilot()
    referral = make_referral(business=pilot.business)
    assert [one.state for one in stations_of(pilot)] == ["now"]
    owner, board = pilot.business.owner.user, make.make_user(Role.BOARD)
    assert [link.url for link in links_of(pilot, owner)] == [
        f"/kesiapan/usaha/{pilot.business_id}/",
        f"/rujukan/usaha/{pilot.business_id}/",
        referral.get_absolute_url(),
    ]
    assert [link.url for link in links_of(pilot, board)] == [f"/kesiapan/usaha/{pilot.business_id}/"]
    make_referral(state="disbursed", business=pilot.business)
    assert [one.state for one in stations_of(pilot)] == ["done"]
