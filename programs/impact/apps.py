from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "programs.impact"
    label = "impact"
    verbose_name = "Dampak"

    def ready(self) -> None:
        # models are not loaded before
        from soksi_portal.accounts import home

        from . import waiting

        home.register(waiting.for_owner)
