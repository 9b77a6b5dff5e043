from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "soksi_portal.outbox"
    label = "outbox"
    verbose_name = "Pesan keluar"

    def ready(self) -> None:
        from soksi_portal.accounts import own_data

        from . import account_mails, occasions, own  # after the settings

        own_data.register(own.messages_held)
        occasions.declare(*account_mails.OCCASIONS)
