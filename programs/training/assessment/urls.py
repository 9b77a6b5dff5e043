from django.urls import path

from . import views

SESSION, TEST = "pelatihan/<int:session_id>/tes/", "pelatihan/modul/<slug:code>/tes/<slug:kind>/"

urlpatterns = [
    path("tes/<str:token>/", views.test_take, name="test_take"),
    path("umpan-balik/<str:token>/", views.feedback_give, name="feedback_give"),
    path(SESSION, views.session_tests, name="session_tests"),
    path(f"{SESSION}<slug:kind>/buka/", views.test_open, name="test_open"),
    path(f"{SESSION}<slug:kind>/kertas/", views.paper_scores, name="paper_scores"),
    path(TEST, views.module_test, name="module_test"),
    path(f"{TEST}baru/", views.question_create, name="question_create"),
    path(f"{TEST}<int:position>/", views.question_edit, name="question_edit"),
    path(f"{TEST}<int:position>/hapus/", views.question_remove, name="question_remove"),
    path("pelatihan/hasil/", views.learning_modules, name="learning_modules"),
    path("pelatihan/hasil/pelatih/", views.learning_trainers, name="learning_trainers"),
    path("pelatihan/hasil/nilai/", views.score_list, name="score_list"),
    path("pelatihan/hasil/saran/", views.feedback_words, name="feedback_words"),
]
