from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "programs.progress"
    label = "progress"
    verbose_name = "Kemajuan"
