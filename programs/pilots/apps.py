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
        from .offers import messages as offers
        from .offers import waiting as offered

        for provider in (
            waiting.for_deciders,
            waiting.for_nominators,
            waiting.for_owner,
            offered.for_offered,
            selection_waiting.for_reviewers,
            selection_waiting.for_second_people,
            selection_waiting.for_owners,
        ):
            home.register(provider)
        stories.register(story.PART)
        business_ties.register(ties.tie)
        own_data.register(personal.proposals_held)
        erasure.register(personal.ERASER)
        for part in (messages, about_consents, about_exceptions, offers):
            occasions.declare(*part.OCCASIONS)
        promises.register(Measure.PILOTS_PER_PROVINCE, keeping.GAUGE)
        self._embryo()

    def _embryo(self) -> None:
        """Graduation, pembina and stories."""
        from programs.partnership.choices import GraduationMeasure
        from soksi_portal.accounts import home, own_data
        from soksi_portal.outbox import occasions
        from umkm.businesses import story as stories_of_business
        from umkm.businesses import ties
        from umkm.cadres import erasure

        from .graduation import measures
        from .graduation import messages as about_graduation
        from .graduation import personal as graduations
        from .graduation import waiting as to_graduate
        from .journey import stations, usual
        from .lineage import messages as about_mentors
        from .lineage import personal as mentors
        from .lineage import story as lineage_story
        from .lineage import ties as lineage_ties
        from .lineage import waiting as to_guide
        from .stories import messages as about_stories
        from .stories import personal as own_stories
        from .stories import waiting as to_tell

        measures.register(GraduationMeasure.MONTHS_ON_SEAT, measures.months_on_seat)
        stations.register(usual.stations_of)
        ties.register(lineage_ties.tie)
        stories_of_business.register(lineage_story.PART)
        for waiting in (to_graduate, to_guide, to_tell):
            home.register(waiting.waiting_for)
        for personal in (graduations, mentors, own_stories):
            own_data.register(personal.held)
            erasure.register(personal.ERASER)
        for messages in (about_graduation, about_mentors, about_stories):
            occasions.declare(*messages.OCCASIONS)
