from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "programs.mentoring"
    label = "mentoring"
    verbose_name = "Pendampingan"

    def ready(self) -> None:
        # models are not loaded before: the registries below need them
        from programs.partnership import keeping as promises
        from programs.partnership.choices import GraduationMeasure, Measure
        from programs.pilots.graduation import measures
        from programs.pilots.journey import stations
        from soksi_portal.accounts import home, own_data
        from soksi_portal.outbox import occasions
        from umkm.businesses.documents.storing import register_shelf
        from umkm.cadres import erasure

        from . import graduating, journey, keeping, personal, waiting, wordings
        from .cashbooks import shelf

        for provider in (waiting.for_owner, waiting.for_followers):
            home.register(provider)
        own_data.register(personal.reports_held)
        erasure.register(personal.ERASER)
        occasions.declare(*wordings.TEXTS)
        promises.register(Measure.MONTHLY_REPORTS, keeping.GAUGE)
        stations.register(journey.stations_of)
        measures.register(GraduationMeasure.MONTHS_REPORTED, graduating.months_reported)
        measures.register(GraduationMeasure.REPORTS_IN_TIME, graduating.reports_in_time)
        register_shelf(shelf.SHELF)
        self._visits()

    def _visits(self) -> None:
        """Mentors, visits and tasks."""
        from programs.partnership.choices import GraduationMeasure
        from programs.pilots.graduation import measures
        from programs.pilots.reviews import interests
        from soksi_portal.accounts import home, own_data
        from soksi_portal.outbox import occasions
        from umkm.businesses import story as stories
        from umkm.businesses import ties as business_ties
        from umkm.businesses.documents.storing import register_shelf
        from umkm.cadres import erasure

        from .actions import wordings as about_tasks
        from .matching import wordings as about_mentors
        from .visits import personal, photos, reached, story, ties, waiting
        from .visits import wordings as about_visits

        for provider in (waiting.for_cadre, waiting.for_mentor, waiting.for_staff):
            home.register(provider)
        stories.register(story.PART)
        business_ties.register(ties.tie)
        interests.register(ties.interest)
        own_data.register(personal.mentoring_held)
        erasure.register(personal.ERASER)
        occasions.declare(*about_mentors.TEXTS, *about_visits.TEXTS, *about_tasks.TEXTS)
        measures.register(GraduationMeasure.VISITS_HELD, reached.visits_held)
        register_shelf(photos.SHELF)
