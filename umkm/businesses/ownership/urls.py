from django.urls import path

from . import views

urlpatterns = [
    path("tanya-koordinator/", views.ownership_question_create, name="ownership_question_create"),
    path("verifikasi/pertanyaan/", views.ownership_question_list, name="ownership_question_list"),
    path("pertanyaan/<int:question_id>/", views.ownership_question_detail, name="ownership_question_detail"),
]
