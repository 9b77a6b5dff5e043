"""The demo's accounts: one for each role, coordinators in most provinces, a few trainers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from faker import Faker

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant, User
from umkm.regions.models import Post, Province

CADRE, COORDINATOR, BOARD, JAMKRINDO, TRAINER, BANK, ADMIN = (
    f"{name}@demo.test" for name in ("kader", "koordinator", "pusat", "jamkrindo", "pelatih", "bank", "admin")
)
ACCOUNTS = (
    (CADRE, "Siti Rahmawati", Role.CADRE),
    (COORDINATOR, "Dedi Kurniawan", Role.COORDINATOR),
    (BOARD, "Hartono Wibowo", Role.BOARD),
    (JAMKRINDO, "Rina Setiawati", Role.JAMKRINDO),
    (TRAINER, "Agus Prasetyo", Role.TRAINER),
    (BANK, "Maya Lestari", Role.BANK),
    (ADMIN, "Bambang Suryadi", Role.ADMIN),
)
HOME = "32"  # the province of the demo's coordinator and cadre: Jawa Barat
WITHOUT_COORDINATOR = ("65", "76", "95")
MORE_TRAINERS = 8
MORE_STAFF = 2


@dataclass
class Staff:
    admin: User
    board: User
    jamkrindo: list[User]
    trainers: list[User]
    coordinators: dict[str, User]  # by province code
    cadre: User


def make_staff(*, password: str, fake: Faker, since: datetime) -> Staff:
    """The accounts of `ACCOUNTS` with `password`; all others cannot sign in."""
    found = {email: _account(email, name, role, since, password) for email, name, role in ACCOUNTS}
    trainers = [found[TRAINER]] + [
        _account(
            f"pelatih{number}@contoh.test", f"{fake.first_name()} {fake.last_name()}", Role.TRAINER, since
        )
        for number in range(2, MORE_TRAINERS + 2)
    ]
    jamkrindo = [found[JAMKRINDO]] + [
        _account(
            f"jamkrindo{number}@contoh.test", f"{fake.first_name()} {fake.last_name()}", Role.JAMKRINDO, since
        )
        for number in range(2, MORE_STAFF + 2)
    ]
    coordinators = {}
    for province in Province.objects.existing():
        if province.code in WITHOUT_COORDINATOR:
            continue
        user = (
            found[COORDINATOR]
            if province.code == HOME
            else _account(
                f"koordinator.{province.code}@contoh.test",
                f"{fake.first_name()} {fake.last_name()}",
                Role.COORDINATOR,
                since,
            )
        )
        Post.objects.create(user=user, province=province, granted_by=found[ADMIN], granted_at=since)
        coordinators[province.code] = user
    return Staff(
        admin=found[ADMIN],
        board=found[BOARD],
        jamkrindo=jamkrindo,
        trainers=trainers,
        coordinators=coordinators,
        cadre=found[CADRE],
    )


def _account(email: str, name: str, role: Role, since: datetime, password: str | None = None) -> User:
    user = User.objects.create_user(full_name=name, email=email, password=password, joined_at=since)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    RoleGrant.objects.create(user=user, role=role, granted_at=since)
    return user
