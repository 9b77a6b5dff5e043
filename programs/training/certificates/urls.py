from django.urls import path

from . import views

urlpatterns = [
    path("sertifikat/", views.certificate_search, name="certificate_search"),
    path("sertifikat/<str:number>/", views.certificate_check, name="certificate_check"),
    path("sertifikat/<str:number>/unduh/", views.certificate_pdf_file, name="certificate_pdf"),
    path("sertifikat/<str:number>/tarik/", views.certificate_withdraw, name="certificate_withdraw"),
    path("sertifikat/<str:number>/ganti-nama/", views.certificate_reissue, name="certificate_reissue"),
    path("pelatihan/<int:session_id>/sertifikat/", views.certificates_issue, name="certificates_issue"),
    path(
        "pelatihan/<int:session_id>/sertifikat/kemajuan/",
        views.certificates_progress,
        name="certificates_progress",
    ),
    path("pelatihan/<int:session_id>/sertifikat/zip/", views.certificates_bundle, name="certificates_bundle"),
    path(
        "pelatihan/<int:session_id>/sertifikat/<int:invitation_id>/",
        views.certificate_issue,
        name="certificate_issue",
    ),
]
