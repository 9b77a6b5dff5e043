"""The addresses of product.md, one include for each slice."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("soksi_portal.health.urls")),
    path("", include("soksi_portal.accounts.urls")),
    path("", include("soksi_portal.outbox.urls")),
    path("", include("umkm.regions.urls")),
    path("", include("umkm.cadres.urls")),
    path("", include("umkm.businesses.urls")),
    path("", include("programs.partnership.urls")),
    path("", include("programs.pilots.urls")),
    path("", include("programs.progress.urls")),
    path("", include("programs.training.urls")),
    path("", include("programs.mentoring.urls")),
    path("", include("programs.bankaccess.urls")),
    path("", include("programs.impact.urls")),
]

if "debug_toolbar" in settings.INSTALLED_APPS:  # make dev
    urlpatterns += [
        path("__debug__/", include("debug_toolbar.urls")),
        path("__reload__/", include("django_browser_reload.urls")),
        path("gaya/", include("soksi_portal.common.style_guide")),
    ]
