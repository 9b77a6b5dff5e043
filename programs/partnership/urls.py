from django.urls import path

from . import views

urlpatterns = [
    path("mou/", views.memorandum_list, name="memorandum_list"),
    path("mou/baru/", views.memorandum_create, name="memorandum_create"),
    path("mou/<int:memorandum_id>/", views.memorandum_detail, name="memorandum_detail"),
    path("mou/<int:memorandum_id>/ubah/", views.memorandum_edit, name="memorandum_edit"),
    path("mou/<int:memorandum_id>/penanda-tangan/baru/", views.signatory_create, name="signatory_create"),
    path("mou/<int:memorandum_id>/butir/baru/", views.clause_create, name="clause_create"),
    path("mou/<int:memorandum_id>/adendum/baru/", views.amendment_create, name="amendment_create"),
    path("mou/<int:memorandum_id>/dokumen/baru/", views.paper_upload, name="paper_upload"),
    path("mou/<int:memorandum_id>/komitmen/baru/", views.commitment_create, name="commitment_create"),
    path("mou/<int:memorandum_id>/tahap/baru/", views.phase_create, name="phase_create"),
    path("mou/organisasi/", views.organisation_list, name="organisation_list"),
    path("mou/organisasi/baru/", views.organisation_create, name="organisation_create"),
    path("mou/organisasi/<int:organisation_id>/", views.organisation_edit, name="organisation_edit"),
    path("mou/penanda-tangan/<int:signatory_id>/", views.signatory_edit, name="signatory_edit"),
    path("mou/butir/<int:clause_id>/", views.clause_correct, name="clause_correct"),
    path("mou/adendum/<int:amendment_id>/", views.amendment_edit, name="amendment_edit"),
    path("mou/dokumen/<int:paper_id>/", views.paper_file, name="paper_file"),
    path("mou/dokumen/<int:paper_id>/pembaca/", views.paper_show, name="paper_show"),
    path("mou/dokumen/<int:paper_id>/tarik/", views.paper_remove, name="paper_remove"),
    path("mou/komitmen/<int:commitment_id>/", views.commitment_detail, name="commitment_detail"),
    path("mou/komitmen/<int:commitment_id>/ubah/", views.commitment_edit, name="commitment_edit"),
    path("mou/komitmen/<int:commitment_id>/akhiri/", views.commitment_end, name="commitment_end"),
    path("mou/tahap/<int:phase_id>/", views.phase_detail, name="phase_detail"),
    path("mou/tahap/<int:phase_id>/ubah/", views.phase_edit, name="phase_edit"),
    path("mou/tahap/<int:phase_id>/jadwal/", views.phase_calendar, name="phase_calendar"),
    path("mou/tahap/<int:phase_id>/kriteria/", views.phase_criteria, name="phase_criteria"),
    path("mou/tahap/<int:phase_id>/kursi/", views.phase_quotas, name="phase_quotas"),
    path("mou/tahap/<int:phase_id>/buka/", views.phase_open, name="phase_open"),
    path("mou/tahap/<int:phase_id>/tutup/", views.phase_close, name="phase_close"),
    path(
        "mou/tahap/<int:phase_id>/kelulusan/", views.graduation_requirements, name="graduation_requirements"
    ),
]
