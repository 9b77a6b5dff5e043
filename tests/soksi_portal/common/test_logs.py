import logging

import pytest

from soksi_portal.common.logs import WithoutKeys


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
    assert WithoutKeys().filter(record)
    assert record.getMessage() == written
