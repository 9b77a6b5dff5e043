from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "programs.training"
    label = "training"
    verbose_name = "Pelatihan"
