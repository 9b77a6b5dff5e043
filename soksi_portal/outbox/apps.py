from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "soksi_portal.outbox"
    label = "outbox"
    verbose_name = "Pesan keluar"

    def ready(self) -> None:
        from django.core import checks

        from soksi_portal.accounts import home, own_data

        from . import account_mails, occasions, own  # after the settings
        from .choosing import own as choices
        from .reports.checks import provider_is_known
        from .troubles.waiting import own_address_waiting

        own_data.register(own.messages_held)
        own_data.register(choices.choices_held)
        home.register(own_address_waiting)
        occasions.declare(*account_mails.OCCASIONS)
        checks.register(provider_is_known)
