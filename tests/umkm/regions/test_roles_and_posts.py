"""Giving and ending roles and posts from `/pengguna/<id>/`, with history, in effect at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant, User
from tests.factories import make_cadre, make_province, make_user
from tests.parallel import in_parallel
from umkm.regions import services
from umkm.regions.models import Post

pytestmark = pytest.mark.django_db
WHY = "Pindah tugas ke provinsi lain"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_user(Role.ADMIN, full_name="Rina Admin"))
    return client


def said(answer: object) -> list[str]:
    return [str(message) for message in answer.context["messages"]]  # type: ignore[attr-defined]


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_given_role_works_at_once_and_stands_in_the_history(admin):
    person = make_user(Role.TRAINER)
    browser = signed_in(person)
    assert browser.get("/pengingat/1/batalkan/").status_code == 403
    answer = admin.post(f"/pengguna/{person.pk}/peran/", {"role": "jamkrindo"}, follow=True)
    assert said(answer) == ["Peran diberikan dan langsung berlaku."]
    assert browser.get("/pengingat/1/batalkan/").status_code == 404
    assert "oleh Rina Admin" in answer.content.decode()


def test_role_that_is_held_is_not_offered_and_refused(admin):
    person = make_user(Role.TRAINER)
    page = admin.get(f"/pengguna/{person.pk}/")
    offered = [value for value, _ in page.context["grant_form"].fields["role"].choices]
    assert offered == ["", "board", "jamkrindo", "bank", "admin"]
    for role in ("trainer", "cadre", "coordinator", "raja", "", "\x00"):
        answer = admin.post(f"/pengguna/{person.pk}/peran/", {"role": role}, follow=True)
        assert said(answer) == ["Pilih peran yang belum dipegang orang ini."]
    assert person.role_grants.count() == 1


def test_role_of_a_cadre_ends_and_comes_back(admin):
    person = make_cadre().user
    admin.post(f"/pengguna/{person.pk}/peran/cadre/akhiri/", {"reason": WHY})
    assert signed_in(person).get("/usaha/").status_code == 403
    admin.post(f"/pengguna/{person.pk}/peran/", {"role": "cadre"})
    assert signed_in(person).get("/usaha/").status_code == 200


def test_ended_role_loses_access_at_once_and_says_why(admin):
    person = make_user(Role.JAMKRINDO)
    browser = signed_in(person)
    assert browser.get("/pelatihan/baru/").status_code == 200
    answer = admin.post(f"/pengguna/{person.pk}/peran/jamkrindo/akhiri/", {"reason": WHY}, follow=True)
    assert said(answer) == ["Peran diakhiri."]
    assert f"oleh Rina Admin: {WHY}" in answer.content.decode()
    assert browser.get("/pelatihan/baru/").status_code == 403
    grant = person.role_grants.get()
    assert (grant.ended_by.full_name, grant.end_reason) == ("Rina Admin", WHY)


@pytest.mark.parametrize("reason", ["", "    ", "abc", " a b ", "\x00\x00\x00\x00\x00\x00", "x" * 301])
def test_role_does_not_end_without_a_reason(admin, reason):
    person = make_user(Role.TRAINER)
    page = admin.post(f"/pengguna/{person.pk}/peran/trainer/akhiri/", {"reason": reason})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["reason"])
    assert person.role_grants.filter(ended_at=None).exists()


def test_role_that_is_not_held_cannot_end(admin):
    person = make_user(Role.TRAINER)
    page = admin.post(f"/pengguna/{person.pk}/peran/board/akhiri/", {"reason": WHY})
    assert page.context["form"].non_field_errors() == [f"{person} tidak lagi memegang peran Pengurus pusat."]
    for address in ("raja", "%00", "1"):
        assert (
            admin.post(f"/pengguna/{person.pk}/peran/{address}/akhiri/", {"reason": WHY}).status_code == 404
        )


def test_appointed_coordinator_sees_the_province_at_once(admin):
    person, papua = make_user(Role.TRAINER), make_province("91")
    browser = signed_in(person)
    answer = admin.post(f"/pengguna/{person.pk}/jabatan/", {"province": "91"}, follow=True)
    assert said(answer) == ["Koordinator diangkat dan langsung dapat bekerja."]
    assert browser.get("/percontohan/provinsi/91/").status_code == 200
    again = admin.post(f"/pengguna/{person.pk}/jabatan/", {"province": "91"}, follow=True)
    assert said(again) == [f"{person} sudah menjadi koordinator {papua}."]
    for wrong in ("99", "", "\x00"):
        refused = admin.post(f"/pengguna/{person.pk}/jabatan/", {"province": wrong}, follow=True)
        assert said(refused) == ["Pilih provinsinya."]


def test_ended_post_takes_the_province_and_the_last_one_the_role(admin):
    person = make_user(Role.COORDINATOR)
    services.appoint_coordinator(user=person, province=make_province("91"), by=None)
    browser = signed_in(person)
    first, second = person.posts.order_by("province")
    answer = admin.post(f"/pengguna/jabatan/{first.pk}/akhiri/", {"reason": WHY}, follow=True)
    assert said(answer) == ["Jabatan diakhiri."]
    assert browser.get("/percontohan/provinsi/32/").status_code == 404
    assert browser.get("/percontohan/provinsi/91/").status_code == 200
    admin.post(f"/pengguna/jabatan/{second.pk}/akhiri/", {"reason": WHY})
    assert browser.get("/percontohan/provinsi/91/").status_code == 403
    refused = admin.post(f"/pengguna/jabatan/{second.pk}/akhiri/", {"reason": WHY})
    assert refused.context["form"].non_field_errors() == ["Jabatan ini sudah berakhir."]


def test_ended_role_of_a_coordinator_ends_all_posts(admin):
    person = make_user(Role.COORDINATOR)
    services.appoint_coordinator(user=person, province=make_province("91"), by=None)
    admin.post(f"/pengguna/{person.pk}/peran/coordinator/akhiri/", {"reason": WHY})
    assert list(person.posts.values_list("end_reason", flat=True)) == [WHY, WHY]
    assert Post.objects.active().count() == 0


def test_whoever_coordinated_before_can_be_appointed_again(admin):
    person = make_user(Role.COORDINATOR)
    services.end_post(post=person.posts.get(), by=make_user(Role.ADMIN), reason=WHY)
    admin.post(f"/pengguna/{person.pk}/jabatan/", {"province": "32"})
    assert (person.posts.count(), person.role_grants.count()) == (2, 2)
    assert signed_in(person).get("/verifikasi/").status_code == 200


def test_closed_account_is_signed_out_at_once_and_cannot_sign_in(admin):
    person = make_user(Role.TRAINER, email="tutup@uji.test")
    person.set_password("perahu-layar-8")
    person.save()
    browser = signed_in(person)
    assert browser.get("/beranda/").status_code == 200
    admin.post(f"/pengguna/{person.pk}/nonaktifkan/", {"reason": WHY})
    assert browser.get("/beranda/").status_code == 302
    answer = Client().post("/masuk/", {"login": "tutup@uji.test", "password": "perahu-layar-8"})
    assert "_auth_user_id" not in answer.client.session
    assert f"oleh Rina Admin: {WHY}" in admin.get(f"/pengguna/{person.pk}/").content.decode()
    opened = admin.post(f"/pengguna/{person.pk}/aktifkan/", follow=True)
    assert said(opened) == ["Akun aktif lagi. Kirim tautan kata sandi baru kepada orangnya."]
    assert browser.get("/beranda/").status_code == 302
    answer = Client().post("/masuk/", {"login": "tutup@uji.test", "password": "perahu-layar-8"})
    assert "_auth_user_id" not in answer.client.session  # opened again, it needs a new password


def test_last_admin_stays(admin):
    last = User.objects.get(full_name="Rina Admin")
    make_user(Role.ADMIN, is_active=False)  # an admin who cannot sign in gives nobody rights
    sentence = "Ini administrator terakhir. Beri dulu peran itu kepada orang lain."
    for address in ("peran/admin/akhiri", "nonaktifkan"):
        page = admin.post(f"/pengguna/{last.pk}/{address}/", {"reason": WHY})
        assert page.context["form"].non_field_errors() == [sentence]
    assert admin.get("/pengguna/").status_code == 200


def test_unknown_person_is_not_found(admin):
    for address in ("", "peran/", "jabatan/", "nonaktifkan/", "aktifkan/", "tautan/", "peran/admin/akhiri/"):
        assert admin.post(f"/pengguna/999999/{address}", {"reason": WHY}).status_code == 404
        assert admin.post(f"/pengguna/{10**30}/{address}", {"reason": WHY}).status_code == 404
    assert admin.post("/pengguna/jabatan/999999/akhiri/", {"reason": WHY}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_end_each_other_leave_one():
    admins = [make_user(Role.ADMIN), make_user(Role.ADMIN)]
    pairs = [(admins[0], admins[1]), (admins[1], admins[0])]

    def end(pair: tuple[User, User]) -> str:
        by, other = pair
        services.end_role_and_posts(user=other, role=Role.ADMIN, by=by, reason=WHY)
        return "ended"

    assert sorted(in_parallel(end, pairs)) == ["LastAdmin", "ended"]
    assert RoleGrant.objects.active().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_close_each_others_account_leave_one():
    from soksi_portal.accounts.services import deactivate_user

    admins = [make_user(Role.ADMIN), make_user(Role.ADMIN)]
    pairs = [(admins[0], admins[1]), (admins[1], admins[0])]
    answers = in_parallel(lambda pair: deactivate_user(user=pair[1], by=pair[0], reason=WHY), pairs)
    assert sorted(map(str, answers)) == ["LastAdmin", "None"]
    assert User.objects.filter(is_active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_posts_given_at_once_give_the_role_once():
    person, by = make_user(Role.TRAINER), make_user(Role.ADMIN)
    provinces = [make_province(code) for code in ("11", "32", "91")]
    answers = in_parallel(
        lambda province: services.appoint_coordinator(user=person, province=province, by=by).province_id,
        provinces,
    )
    assert sorted(answers) == ["11", "32", "91"]
    assert person.role_grants.filter(role=Role.COORDINATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_post_ended_while_another_is_given_keeps_role_and_post_together():
    by, papua = make_user(Role.ADMIN), make_province("91")
    for _ in range(5):
        person = make_user(Role.COORDINATOR)
        steps = [partial(services.end_post, post=person.posts.get(), by=by, reason=WHY)]
        steps += [partial(services.appoint_coordinator, user=person, province=papua, by=by)]
        in_parallel(lambda step: step() and None, steps)
        person = User.objects.get(pk=person.pk)
        assert ("coordinator" in person.roles) == person.posts.filter(ended_at=None).exists()


@pytest.mark.parametrize("what", ["role_grants", "posts"])
def test_grants_and_posts_end_once_and_are_never_deleted(what):
    rows = getattr(make_user(Role.COORDINATOR), what)
    earlier = timezone.now() - timedelta(days=400)
    for change in (rows.all().delete, lambda: rows.update(granted_at=earlier)):
        with pytest.raises(InternalError, match="pgtrigger: Cannot"), transaction.atomic():
            change()
    rows.update(ended_at=timezone.now())
    with pytest.raises(InternalError, match="pgtrigger: Cannot"), transaction.atomic():
        rows.update(ended_at=None)
