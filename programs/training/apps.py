from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "programs.training"
    label = "training"
    verbose_name = "Pelatihan"

    def ready(self) -> None:
        # models are not loaded before: the registries below need them
        from programs.partnership import keeping as promises
        from programs.partnership.choices import GraduationMeasure, Measure
        from programs.pilots.graduation import measures
        from programs.pilots.journey import stations
        from soksi_portal.accounts import home, own_data
        from soksi_portal.outbox import occasions
        from umkm.businesses import story as stories
        from umkm.cadres import erasure

        from . import graduating, journey, keeping, personal, story, waiting, wordings
        from .assessment import personal as assessed
        from .assessment import waiting as tests
        from .assessment import wordings as assessment_wordings
        from .inviting import wordings as inviting_wordings

        for provider in (waiting.for_invited, waiting.for_trainer, waiting.for_staff, tests.for_participant):
            home.register(provider)
        stories.register(story.PART)
        own_data.register(personal.trainings_held)
        own_data.register(personal.certificates_held)
        own_data.register(personal.substitutions_held)
        own_data.register(personal.sheets_held)
        own_data.register(assessed.sittings_held)
        own_data.register(assessed.feedback_held)
        erasure.register(personal.ERASER)
        erasure.register(assessed.ERASER)
        occasions.declare(*wordings.TEXTS, *inviting_wordings.TEXTS, *assessment_wordings.TEXTS)
        promises.register(Measure.SESSIONS_HELD, keeping.GAUGE)
        stations.register(journey.stations_of)
        for measure, counter in (
            (GraduationMeasure.SESSIONS_ATTENDED, graduating.sessions_attended),
            (GraduationMeasure.ATTENDANCE_PERCENT, graduating.attendance_percent),
            (GraduationMeasure.MODULES_COMPLETED, graduating.modules_completed),
        ):
            measures.register(measure, counter)
