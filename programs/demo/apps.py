from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Records that tell a story, for a portal that is started as a demo. No tables of its own."""

    name = "programs.demo"
    label = "demo"
    verbose_name = "Data contoh"
