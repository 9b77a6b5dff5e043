from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "soksi_portal.outbox"
    label = "outbox"
    verbose_name = "Pesan keluar"

    def ready(self) -> None:
        from soksi_portal.accounts import own_data

        from . import occasions, own  # after the settings

        own_data.register(own.messages_held)
        occasions.register({"account": _("Akun dan kata sandi")}, private=True)
