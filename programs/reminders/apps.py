from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "programs.reminders"
    label = "reminders"
    verbose_name = "Pengingat"

    def ready(self) -> None:
        # models are not loaded before: the rules need them
        from soksi_portal.outbox import occasions

        from .rules import RULES

        occasions.register({rule.occasion: rule.label for rule in RULES})
