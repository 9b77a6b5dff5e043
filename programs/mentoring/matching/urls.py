from django.urls import path

from . import views

urlpatterns = [
    path("pendampingan/usaha/<int:business_id>/pendamping/", views.mentor_assign, name="mentor_assign"),
    path("pendampingan/usaha/<int:business_id>/akhiri/", views.mentoring_end, name="mentoring_end"),
    path("pendampingan/usaha/<int:business_id>/serah-terima/", views.handover_offer, name="handover_offer"),
    path("pendampingan/serah-terima/<int:handover_id>/", views.handover_detail, name="handover_detail"),
    path("pendampingan/pendamping/", views.mentor_profile_list, name="mentor_profile_list"),
    path("pendampingan/pendamping/<int:user_id>/", views.mentor_profile_edit, name="mentor_profile_edit"),
]
