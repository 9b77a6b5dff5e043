from django.urls import path

from . import views

urlpatterns = [
    path("rujukan/", views.referral_list, name="referral_list"),
    path("rujukan/sikp/", views.sikp_export, name="sikp_export"),
    path("rujukan/usaha/<int:business_id>/baru/", views.referral_create, name="referral_create"),
    path("rujukan/<int:referral_id>/", views.referral_detail, name="referral_detail"),
    path("rujukan/<int:referral_id>/berkas.pdf", views.referral_file, name="referral_file"),
    path("rujukan/<int:referral_id>/persetujuan/", views.referral_consent, name="referral_consent"),
    path("rujukan/<int:referral_id>/kirim/", views.referral_send, name="referral_send"),
    path("rujukan/<int:referral_id>/tarik/", views.referral_withdraw, name="referral_withdraw"),
    path("rujukan/<int:referral_id>/tutup/", views.referral_expire, name="referral_expire"),
    path("rujukan/<int:referral_id>/terima/", views.referral_receive, name="referral_receive"),
    path("rujukan/<int:referral_id>/catat/<str:step>/", views.referral_record, name="referral_record"),
]
