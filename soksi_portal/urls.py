"""The addresses of product.md, one include for each slice."""

from django.urls import include, path

urlpatterns = [
    path("", include("soksi_portal.embedded.urls")),
    path("", include("soksi_portal.accounts.urls")),
    path("", include("umkm.regions.urls")),
    path("", include("programs.progress.urls")),
    path("", include("programs.training.urls")),
]

