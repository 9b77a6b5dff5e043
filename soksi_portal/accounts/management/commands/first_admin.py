from __future__ import annotations

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.accounts.services import grant_role


class Command(BaseCommand):
    help = "Membuat administrator pertama; yang berikutnya diundang lewat /pengguna/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.with_role(Role.ADMIN).exists():
            raise CommandError("Sudah ada administrator. Undang yang berikutnya lewat /pengguna/.")
        password = getpass.getpass("Kata sandi: ")
        try:
            validate_email(options["email"])
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            user = User.objects.create_user(
                full_name=options["name"], email=options["email"], password=password
            )
            grant_role(user=user, role=Role.ADMIN, by=None)
        self.stdout.write(f"Administrator {user.full_name} dibuat. Masuk di /masuk/.")
