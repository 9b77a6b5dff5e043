from tests.soksi_portal.outbox.conftest import sink

__all__ = ["sink"]
