from django.urls import path

from . import views

urlpatterns = [
    path("cerita/", views.story_list, name="story_list"),
    path("cerita/kelola/", views.story_desk, name="story_desk"),
    path("cerita/<int:story_id>/", views.story_detail, name="story_detail"),
    path("cerita/<int:story_id>/foto/<int:photo_id>/", views.story_photo, name="story_photo"),
    path("percontohan/<int:pilot_id>/cerita/", views.story_create, name="story_create"),
    path("cerita/<int:story_id>/naskah/", views.story_manage, name="story_manage"),
    path("cerita/<int:story_id>/ubah/", views.story_edit, name="story_edit"),
    path("cerita/<int:story_id>/minta/", views.story_ask, name="story_ask"),
    path("cerita/<int:story_id>/terbit/", views.story_publish, name="story_publish"),
    path("cerita/<int:story_id>/turunkan/", views.story_take_down, name="story_take_down"),
    path("cerita/<int:story_id>/persetujuan/", views.story_consent, name="story_consent"),
    path("cerita/<int:story_id>/setuju/", views.story_agree, name="story_agree"),
    path("cerita/<int:story_id>/tarik/", views.story_withdraw, name="story_withdraw"),
]
