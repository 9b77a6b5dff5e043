"""The places where sessions are held."""

import pytest
from django.urls import reverse

from programs.training.models import Venue
from tests.factories import make_regency

pytestmark = pytest.mark.django_db


def test_venue_is_added_and_listed(client, staff):
    regency = make_regency()
    values = {"name": "Balai Kota", "address": "Jalan Merdeka 1", "regency": regency.pk, "capacity": "40"}
    page = client.post(reverse("venue_create"), values, follow=True).content.decode()
    assert "Balai Kota dapat dipilih" in page
    assert Venue.objects.values_list("name", "capacity").get() == ("Balai Kota", 40)
    again = client.post(reverse("venue_create"), values)
    assert again.status_code == 200
    assert again.context["form"].errors


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "\x00"),
        ("name", "x" * 999),
        ("regency", "\x00"),
        ("regency", "zz"),
        ("capacity", "9" * 30),
        ("capacity", "0"),
    ],
)
def test_venue_with_odd_input_is_refused(client, staff, field, value):
    values = {
        "name": "Balai",
        "address": "Jalan 1",
        "regency": make_regency().pk,
        "capacity": "40",
        field: value,
    }
    response = client.post(reverse("venue_create"), values)
    assert list(response.context["form"].errors) == [field]
