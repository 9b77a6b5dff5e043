from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "umkm.regions"
    label = "regions"
    verbose_name = "Wilayah"
