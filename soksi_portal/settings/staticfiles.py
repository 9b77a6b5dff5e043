"""Which static files are collected: packages bring more than the pages ask for, and compressing it all takes long."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalStaticFiles(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        # of Bootstrap's many builds only bootstrap.min.css is used
        "bootstrap.css*",
        "bootstrap-*",
        "bootstrap.rtl.*",
        # of htmx only htmx-2.min.js
        "htmax-*",
        "htmx-4*",
        "htmx-2.js",
        "ext",
    ]
