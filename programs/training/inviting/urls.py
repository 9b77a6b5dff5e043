from django.urls import path

from . import views

SESSION = "pelatihan/<int:session_id>"

urlpatterns = [
    path(f"{SESSION}/pengamat/", views.observers_invite, name="observers_invite"),
    path(f"{SESSION}/undangan/<int:invitation_id>/", views.invitation_detail, name="invitation_detail"),
    path(
        f"{SESSION}/undangan/<int:invitation_id>/tarik/",
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
