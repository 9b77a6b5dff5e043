from django.urls import path

from . import views

urlpatterns = [
    path("impor/", views.import_list, name="import_list"),
    path("impor/template/", views.import_template, name="import_template"),
    path("impor/baru/", views.import_create, name="import_create"),
    path("impor/<int:batch_id>/", views.import_detail, name="import_detail"),
    path("impor/<int:batch_id>/kemajuan/", views.import_progress, name="import_progress"),
    path("impor/<int:batch_id>/mulai/", views.import_start, name="import_start"),
    path("impor/<int:batch_id>/lanjutkan/", views.import_continue, name="import_continue"),
    path("impor/<int:batch_id>/hentikan/", views.import_cancel, name="import_cancel"),
    path("impor/<int:batch_id>/buang/", views.import_discard, name="import_discard"),
    path("impor/<int:batch_id>/batalkan/", views.import_undo, name="import_undo"),
    path("impor/<int:batch_id>/ditolak/", views.import_refused, name="import_refused"),
]
