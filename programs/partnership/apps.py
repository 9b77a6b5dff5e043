from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "programs.partnership"
    label = "partnership"
    verbose_name = "Kemitraan"
