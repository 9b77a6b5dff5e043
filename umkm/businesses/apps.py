from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    name = "umkm.businesses"
    label = "businesses"
    verbose_name = "Usaha"

    def ready(self) -> None:
        from soksi_portal.accounts.home import register  # models must be loaded first
        from soksi_portal.outbox import occasions

        from .messages import OCCASIONS
        from .waiting import businesses_waiting

        register(businesses_waiting)
        occasions.register(OCCASIONS)
