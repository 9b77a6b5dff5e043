from django.urls import path

from . import views
from .holds import views as holds
from .reports import views as reports
from .tallies import views as tallies

urlpatterns = [
    path("pengingat/", views.message_list, name="message_list"),
    path("pengingat/statistik/", tallies.message_statistics, name="message_statistics"),
    path("pengingat/saluran/", holds.channel_list, name="channel_list"),
    path("pengingat/saluran/<slug:channel>/tahan/", holds.channel_hold, name="channel_hold"),
    path("pengingat/saluran/<slug:channel>/lepas/", holds.channel_release, name="channel_release"),
    path("pengingat/kabar/<slug:provider>/", reports.provider_report, name="provider_report"),
    path("pengingat/<int:message_id>/", views.message_detail, name="message_detail"),
    path("pengingat/<int:message_id>/batalkan/", views.message_cancel, name="message_cancel"),
    path("pengingat/<int:message_id>/kirim-ulang/", views.message_resend, name="message_resend"),
]
