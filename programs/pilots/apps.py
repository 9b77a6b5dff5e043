from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "programs.pilots"
    label = "pilots"
    verbose_name = "UMKM percontohan"

    def ready(self) -> None:
        # models are not loaded before: the registries below need them
        from programs.partnership import keeping as promises
        from programs.partnership.choices import Measure
        from soksi_portal.accounts import home, own_data
        from soksi_portal.outbox import occasions
        from umkm.businesses import story as stories
        from umkm.businesses import ties as business_ties
        from umkm.cadres import erasure

        from . import keeping, messages, personal, story, ties, waiting
        from .offers import messages as offers
        from .offers import waiting as offered

        for provider in (
            waiting.for_deciders,
            waiting.for_nominators,
            waiting.for_owner,
            offered.for_offered,
        ):
            home.register(provider)
        stories.register(story.PART)
        business_ties.register(ties.tie)
        own_data.register(personal.proposals_held)
        erasure.register(personal.ERASER)
        occasions.register(messages.OCCASIONS)
        occasions.register(offers.OCCASIONS)
        occasions.register(offers.PRIVATE_OCCASIONS, private=True)
        promises.register(Measure.PILOTS_PER_PROVINCE, keeping.pilots_per_province)
