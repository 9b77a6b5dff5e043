from django.apps import AppConfig


class CadresConfig(AppConfig):
    name = "umkm.cadres"
    label = "cadres"
    verbose_name = "Kader"

    def ready(self) -> None:
        from soksi_portal.accounts import home, own_data  # models must be loaded first
        from soksi_portal.outbox import holding, occasions
        from soksi_portal.outbox import places as places_of_messages

        from . import places
        from .addresses import waiting as addresses
        from .messages import OCCASIONS
        from .rights import holding as restriction
        from .rights import messages, own, waiting

        home.register(waiting.requests_waiting)
        home.register(addresses.addresses_waiting)
        own_data.register(own.membership_held)
        holding.register(restriction.restricted_people)
        places_of_messages.register(places.provinces, places.people_of)
        occasions.declare(*messages.OCCASIONS)
        occasions.declare(*OCCASIONS)
