from django.urls import path

from . import views
from .choosing import views as choosing
from .holds import views as holds
from .inbox import views as inbox
from .reports import views as reports
from .tallies import views as tallies
from .texts import views as texts

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
    path("pengingat/naskah/", texts.wording_list, name="wording_list"),
    path("pengingat/naskah/<str:key>/", texts.wording_detail, name="wording_detail"),
    path("pengingat/naskah/<str:key>/ubah/", texts.wording_edit, name="wording_edit"),
    path("pengingat/naskah/<str:key>/surel/", texts.wording_mail, name="wording_mail"),
    path("pengingat/naskah/<str:key>/versi/<int:number>/", texts.wording_restore, name="wording_restore"),
    path("pesan/", inbox.inbox_list, name="inbox_list"),
    path("pesan/dibaca/", inbox.inbox_all_read, name="inbox_all_read"),
    path("pesan/<int:message_id>/", inbox.inbox_message, name="inbox_message"),
    path("pesan/<int:message_id>/belum-dibaca/", inbox.inbox_unread, name="inbox_unread"),
    path("akun/pesan/", choosing.channel_choice, name="channel_choice"),
    path("berhenti/<str:token>/", choosing.message_stop, name="message_stop"),
]
