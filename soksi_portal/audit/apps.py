from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "soksi_portal.audit"
    label = "audit"
    verbose_name = "Jejak audit"
