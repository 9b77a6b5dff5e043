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

        from . import keeping, messages, personal, selection_waiting, story, ties, waiting
        from .consents import messages as about_consents
        from .exceptions import messages as about_exceptions

        for provider in (waiting.for_deciders, waiting.for_nominators, waiting.for_owner):
            home.register(provider)
        for provider in (
            selection_waiting.for_reviewers,
            selection_waiting.for_second_people,
            selection_waiting.for_owners,
        ):
            home.register(provider)
        stories.register(story.PART)
        business_ties.register(ties.tie)
        own_data.register(personal.proposals_held)
        erasure.register(personal.ERASER)
        for part in (messages, about_consents, about_exceptions):
            occasions.register(part.OCCASIONS)
        promises.register(Measure.PILOTS_PER_PROVINCE, keeping.pilots_per_province)
