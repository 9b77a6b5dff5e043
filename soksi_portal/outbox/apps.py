from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "soksi_portal.outbox"
    label = "outbox"
    verbose_name = "Pesan keluar"

    def ready(self) -> None:
        from . import occasions  # after the settings

        occasions.register({"account": _("Akun dan kata sandi")}, private=True)
