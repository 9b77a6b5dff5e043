from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "soksi_portal.outbox"
    label = "outbox"
    verbose_name = "Pesan keluar"
