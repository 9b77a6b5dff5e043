from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "soksi_portal.accounts"
    label = "accounts"
    verbose_name = "Pengguna"

    def ready(self) -> None:
        from . import own_data  # models must be loaded first

        own_data.register(own_data.account_held)
