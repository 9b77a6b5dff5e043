from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "soksi_portal.common"
    label = "common"
    verbose_name = "Bagian bersama"
