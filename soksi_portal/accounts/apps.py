from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "soksi_portal.accounts"
    label = "accounts"
    verbose_name = "Pengguna"
