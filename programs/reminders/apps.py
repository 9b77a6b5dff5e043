from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "programs.reminders"
    label = "reminders"
    verbose_name = "Pengingat"

    def ready(self) -> None:
        # models are not loaded before: the texts need them
        from soksi_portal.outbox import occasions

        from .wordings import OCCASIONS

        occasions.declare(*OCCASIONS)
