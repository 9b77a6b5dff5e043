from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "programs.partnership"
    label = "partnership"
    verbose_name = "Kemitraan"

    def ready(self) -> None:
        # models are not loaded before: the registries below need them
        from soksi_portal.outbox import occasions
        from umkm.businesses.documents.storing import register_shelf

        from . import messages, shelf

        register_shelf(shelf.SHELF)
        occasions.declare(*messages.OCCASIONS)
