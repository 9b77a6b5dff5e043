from django.urls import include, path

from . import views

urlpatterns = [
    path("beranda/", views.home, name="home"),
    path("daftar/", views.signup, name="account_signup"),
    path("masuk/", views.signin, name="account_login"),
    path("keluar/", views.signout, name="account_logout"),
    path("akun/", include("allauth.urls")),
]
