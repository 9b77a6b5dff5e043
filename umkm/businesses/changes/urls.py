from django.urls import path

from . import views

urlpatterns = [
    path("usaha/<int:business_id>/perubahan/baru/", views.change_create, name="change_create"),
    path("usaha/perubahan-data-diri/", views.change_own, name="change_own"),
    path("verifikasi/perubahan/", views.change_list, name="change_list"),
    path("perubahan/<int:change_id>/", views.change_detail, name="change_detail"),
    path("perubahan/<int:change_id>/putuskan/", views.change_decide, name="change_decide"),
    path("perubahan/<int:change_id>/tarik/", views.change_withdraw, name="change_withdraw"),
    path("perubahan/<int:change_id>/setuju/", views.change_agree, name="change_agree"),
]
