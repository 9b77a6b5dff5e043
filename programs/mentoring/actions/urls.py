from django.urls import path

from . import views

urlpatterns = [
    path("pendampingan/usaha/<int:business_id>/tugas/baru/", views.action_create, name="action_create"),
    path("pendampingan/tugas/<int:item_id>/", views.action_detail, name="action_detail"),
    path("pendampingan/tugas/<int:item_id>/selesai/", views.action_done, name="action_done"),
    path("pendampingan/tugas/<int:item_id>/jawab/", views.action_answer, name="action_answer"),
    path("pendampingan/tugas/<int:item_id>/hentikan/", views.action_drop, name="action_drop"),
]
