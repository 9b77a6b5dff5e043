from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "programs.impact"
    label = "impact"
    verbose_name = "Dampak"
