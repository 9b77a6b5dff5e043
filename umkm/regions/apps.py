from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "umkm.regions"
    label = "regions"
    verbose_name = "Wilayah"

    def ready(self) -> None:
        from soksi_portal.outbox import occasions  # models must be loaded first

        from .messages import OCCASIONS

        occasions.declare(*OCCASIONS)
