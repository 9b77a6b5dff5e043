from django.urls import path

from . import views

urlpatterns = [
    path("verifikasi/kembar/", views.duplicate_list, name="duplicate_list"),
    path("verifikasi/kembar/<int:pair_id>/", views.duplicate_detail, name="duplicate_detail"),
    path("verifikasi/kembar/<int:pair_id>/berbeda/", views.duplicate_different, name="duplicate_different"),
    path("verifikasi/kembar/<int:pair_id>/buka/", views.duplicate_reopen, name="duplicate_reopen"),
    path("verifikasi/kembar/<int:pair_id>/gabung/", views.duplicate_merge, name="duplicate_merge"),
]
