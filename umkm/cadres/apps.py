from django.apps import AppConfig


class CadresConfig(AppConfig):
    name = "umkm.cadres"
    label = "cadres"
    verbose_name = "Kader"
