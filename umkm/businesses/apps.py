from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    name = "umkm.businesses"
    label = "businesses"
    verbose_name = "Usaha"

    def ready(self) -> None:
        from soksi_portal.accounts import own_data  # models must be loaded first
        from soksi_portal.accounts.home import register
        from soksi_portal.outbox import occasions
        from umkm.cadres import erasure, locking

        from .changes import messages as about_changes
        from .changes.waiting import changes_waiting
        from .duplicates import messages as about_duplicates
        from .duplicates.waiting import duplicates_waiting
        from .messages import OCCASIONS
        from .ownership import messages as about_questions
        from .ownership.waiting import questions_waiting
        from .personal import erasing, own
        from .waiting import businesses_waiting

        for provider in (businesses_waiting, changes_waiting, duplicates_waiting, questions_waiting):
            register(provider)
        occasions.declare(*OCCASIONS)
        for part in (about_changes, about_duplicates, about_questions):
            occasions.declare(*part.OCCASIONS)
        erasure.register(erasing.ERASER)
        locking.register(erasing.lock)
        own_data.register(own.businesses_held)
