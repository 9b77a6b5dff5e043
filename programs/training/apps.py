from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "programs.training"
    label = "training"
    verbose_name = "Pelatihan"

    def ready(self) -> None:
        # models are not loaded before: the registries below need them
        from soksi_portal.accounts import home
        from soksi_portal.outbox import occasions
        from umkm.businesses import story as stories

        from . import story, waiting
        from .choices import Occasion

        for provider in (waiting.for_invited, waiting.for_trainer, waiting.for_staff):
            home.register(provider)
        stories.register(story.PART)
        occasions.register({occasion.value: occasion.label for occasion in Occasion})
