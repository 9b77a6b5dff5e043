from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "programs.pilots"
    label = "pilots"
    verbose_name = "UMKM percontohan"
