"""Whatever is sent, a page answers: with a sentence, never with an error of the server."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_user
from umkm.businesses.choices import BusinessState
from umkm.businesses.fields import FIELD_LABELS
from umkm.businesses.forms import STEPS

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    "\x00",
    "😀" * 50,
    "9" * 40,
    "-1",
    "1e400",
    "NaN",
    "٣",
    "<script>",
    "' OR 1=1 --",
    "x" * 5000,
    "2026-13-45",
]
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
CALM = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
@CALM
@given(data=st.data())
def test_any_answer_to_a_step_is_answered(client: Client, step, data):
    cadre = make_cadre()
    client.force_login(cadre.user)
    state = data.draw(st.sampled_from([BusinessState.DRAFT, BusinessState.RETURNED]))
    business = make_business(owner=cadre, state=state)
    names = [*step.base_fields, "kata", "nanti", "ganti", "cari"]
    sent = data.draw(st.dictionaries(st.sampled_from(names), values))
    answer = client.post(reverse("business_step", args=[business.pk, step.slug]), sent)
    assert answer.status_code in (200, 302)


@CALM
@given(
    sent=st.dictionaries(
        st.sampled_from(["name", "address", "province", "regency", "nanti", "ganti"]), values
    )
)
def test_any_first_page_is_answered(client: Client, sent):
    client.force_login(make_cadre().user)
    assert client.post(reverse("business_create"), sent).status_code in (200, 302)


@CALM
@given(
    sent=st.dictionaries(
        st.sampled_from([*FIELD_LABELS, "note", "seen", "person", "place", "figures"]), values
    )
)
def test_any_decision_is_answered(client: Client, sent):
    business = make_business(state=BusinessState.SUBMITTED)
    client.force_login(make_user(Role.COORDINATOR))
    for name in ("verification_accept", "verification_return"):
        assert client.post(reverse(name, args=[business.pk]), sent).status_code in (200, 302)


@pytest.mark.parametrize(
    ("name", "method"),
    [("verification_accept", "get"), ("verification_return", "get"), ("business_check", "delete"),
     ("business_withdraw", "put"), ("business_create", "patch")],
)  # fmt: skip
def test_wrong_method_is_refused(client: Client, name, method):
    user = make_user(Role.COORDINATOR, Role.CADRE)
    business = make_business(owner=make_cadre(user=user), state=BusinessState.SUBMITTED)
    client.force_login(user)
    arguments = [] if name == "business_create" else [business.pk]
    assert getattr(client, method)(reverse(name, args=arguments)).status_code == 405


def test_unknown_step_is_not_found(client: Client):
    cadre = make_cadre()
    business = make_business(owner=cadre, state=BusinessState.DRAFT)
    client.force_login(cadre.user)
    assert client.get(f"/usaha/{business.pk}/ubah/lain/").status_code == 404
