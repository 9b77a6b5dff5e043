"""The portal's addresses and `/gaya/`, which exists only in development."""

from django.urls import include, path

from soksi_portal.urls import urlpatterns as portal

urlpatterns = [*portal, path("gaya/", include("soksi_portal.common.style_guide"))]
