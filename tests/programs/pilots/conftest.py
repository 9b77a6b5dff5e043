"""Who sits at the page, and what a page answers."""

import pytest

from soksi_portal.accounts.choices import Role
from tests.factories import make_province, make_user


@pytest.fixture
def staff(client):
    user = make_user(Role.JAMKRINDO, full_name="Rina Suryani")
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client):
    user = make_user(Role.COORDINATOR, province=make_province())
    client.force_login(user)
    return user
