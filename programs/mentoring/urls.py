from django.urls import include, path

urlpatterns = [
    path("", include("programs.mentoring.reports.urls")),
    path("", include("programs.mentoring.cashbooks.urls")),
    path("", include("programs.mentoring.statements.urls")),
    path("", include("programs.mentoring.visits.urls")),
    path("", include("programs.mentoring.matching.urls")),
    path("", include("programs.mentoring.actions.urls")),
]
