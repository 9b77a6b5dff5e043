from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    name = "umkm.businesses"
    label = "businesses"
    verbose_name = "Usaha"
