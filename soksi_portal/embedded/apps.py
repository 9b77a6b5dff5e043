from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    name = "soksi_portal.embedded"
    label = "embedded"
    verbose_name = "Server tertanam"
