import pytest

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import make_user


@pytest.fixture
def staff(client, db) -> User:
    """Jamkrindo's staff, signed in."""
    user = make_user(Role.JAMKRINDO)
    client.force_login(user)
    return user
