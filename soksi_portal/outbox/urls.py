from django.urls import path

from . import views

urlpatterns = [
    path("pengingat/", views.message_list, name="message_list"),
    path("pengingat/<int:message_id>/", views.message_detail, name="message_detail"),
    path("pengingat/<int:message_id>/batalkan/", views.message_cancel, name="message_cancel"),
    path("pengingat/<int:message_id>/kirim-ulang/", views.message_resend, name="message_resend"),
]
