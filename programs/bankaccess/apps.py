from django.apps import AppConfig


class BankAccessConfig(AppConfig):
    name = "programs.bankaccess"
    label = "bankaccess"
    verbose_name = "Akses bank"

    def ready(self) -> None:
        # models are not loaded before: the registries below need them
        from programs.partnership import keeping
        from programs.partnership.choices import Measure
        from programs.pilots.journey import links, stations
        from programs.pilots.lineage import bank_access as mentees
        from soksi_portal.accounts import home, own_data
        from soksi_portal.outbox import occasions
        from umkm.businesses import story as stories
        from umkm.businesses import ties as business_ties
        from umkm.businesses.documents.storing import register_shelf
        from umkm.cadres import erasure

        from . import journey, personal, shelf, story, ties, waiting
        from .outcomes import access, gauge
        from .referrals import wordings

        for provider in (waiting.for_owner, waiting.for_bank, waiting.for_staff, waiting.for_admin):
            home.register(provider)
        for one in shelf.SHELVES:
            register_shelf(one)
        stories.register(story.PART)
        stations.register(journey.stations_of)
        links.register(journey.links_of)
        business_ties.register(ties.tie)
        business_ties.register_owner(ties.owner_tie)
        own_data.register(personal.held)
        erasure.register(personal.ERASER)
        occasions.declare(*wordings.OCCASIONS)
        self._readiness()
        keeping.register(Measure.BANK_ACCESS, gauge.GAUGE)
        mentees.register(access.MENTEES_SQL)

    def _readiness(self) -> None:
        """What is counted, and what a bank's no leads to."""
        from soksi_portal.accounts import home, own_data

        from .readiness import around
        from .referrals import mentored
        from .referrals.registry import register_on_declined, register_section

        home.register(around.for_owner)
        own_data.register(around.held)
        register_section(mentored.file_section)
        register_section(around.file_section)
        register_on_declined(around.give_tasks_after_decline)
