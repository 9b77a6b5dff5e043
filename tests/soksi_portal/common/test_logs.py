import logging

import pytest
from django.db import IntegrityError

from soksi_portal.common.logs import WithoutSecrets
from tests.factories import make_business, make_cadre
from tests.urls import patterns
from umkm.businesses.models import Business


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Forbidden: /akun/undangan/WzUs:1xV:_MOT/", "Forbidden: /akun/undangan/•••/"),
        ("Not Found: /undangan/abc-DEF_1/?x=1", "Not Found: /undangan/•••/?x=1"),
        ("Gone: /akun/sandi/baru/1-abc/", "Gone: /akun/sandi/baru/•••/"),
        ("Not Found: /usaha/7/", "Not Found: /usaha/7/"),
    ],
)
def test_links_that_open_something_are_hidden(said, written):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "%s", (said,), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == written


def test_link_of_every_address_that_a_token_opens_is_hidden():
    routes = {pattern.name: route for route, pattern in patterns() if "<str:token>" in route}
    assert "test_take" in routes
    for name, route in routes.items():
        address = "/" + route.replace("<str:token>", "Rahasia:1xV:_MOT")
        record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Gone: %s", (address,), None)
        WithoutSecrets().filter(record)
        assert "Rahasia" not in record.getMessage(), name


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"capital": -1}, {"nib": "9100000000001"}])
def test_row_that_the_database_quotes_is_hidden(change):
    """As a refused row stands in an error, also one of several lines, and in what a worker says of its task."""
    make_business(nib="9100000000001")
    business = make_business(name="Keripik\nBu Ani", owner=make_cadre(full_name="Ani"), state="draft")
    try:
        Business.objects.filter(pk=business.pk).update(**change)
    except IntegrityError as error:
        record = logging.LogRecord(
            "celery", logging.ERROR, "", 1, "%r", (error,), (type(error), error, error.__traceback__)
        )
    WithoutSecrets().filter(record)
    written = logging.Formatter().format(record)
    assert "violates" in written
    assert written.count("DETAIL: •••") >= 2
    assert not any(told in written for told in ("Keripik", "Bu Ani", "9100000000001"))
    assert "The above exception was the direct cause" in written
