"""A reload of a page that a refused form answered with, whose address takes no GET."""

import pytest

from soksi_portal.common.onlysent import page_above


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/pesan/dibaca/", "/pesan/"),
        ("/pengingat/saluran/email/tahan/", "/pengingat/saluran/"),
        ("/pelatihan/modul/ARK/materi/", "/pelatihan/modul/ARK/"),
        ("/keluar", "/"),
        ("//", "/"),
    ],
)
def test_page_above_is_the_next_address_that_there_is(path, above):
    assert page_above(path) == above
