from django.urls import path

from . import views

urlpatterns = [
    path("usulan/rancangan/", views.draft_detail, name="draft_detail"),
    path("usulan/rancangan/provinsi/<str:code>/", views.draft_province, name="draft_province"),
    path("usulan/rancangan/<int:draft_id>/terbitkan/", views.draft_publish, name="draft_publish"),
    path("usulan/rancangan/<int:draft_id>/buang/", views.draft_discard, name="draft_discard"),
]
