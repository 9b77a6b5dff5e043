from django.urls import path

from . import views

urlpatterns = [
    path("pelatihan/kalender/", views.training_calendar, name="training_calendar"),
    path("pelatihan/kalender/langganan/", views.calendar_subscription, name="calendar_subscription"),
    path("pelatihan/<int:session_id>.ics", views.session_ics, name="session_ics"),
    path("undangan/kalender/<str:token>.ics", views.invitation_ics, name="invitation_ics"),
    path("kalender/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
]
