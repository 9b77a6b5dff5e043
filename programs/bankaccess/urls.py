from django.urls import include, path

urlpatterns = [
    path("", include("programs.bankaccess.products.urls")),
    path("", include("programs.bankaccess.referrals.urls")),
    path("", include("programs.bankaccess.readiness.urls")),
]
