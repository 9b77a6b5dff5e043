from django.urls import include, path

urlpatterns = [
    path("", include("programs.mentoring.reports.urls")),
    path("", include("programs.mentoring.cashbooks.urls")),
    path("", include("programs.mentoring.statements.urls")),
]
