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

        from . import messages, story, waiting

        for provider in (waiting.for_invited, waiting.for_trainer, waiting.for_staff):
            home.register(provider)
        stories.register(story.PART)
        occasions.register(messages.OCCASIONS)
