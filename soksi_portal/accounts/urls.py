"""The library's own pages stand one by one below `/akun/`, so that each has our address and a guard."""

from allauth.account import views as account
from django.urls import include, path, re_path

from . import views
from .guards import public, requires, signed_in

urlpatterns = [
    path("beranda/", views.home, name="home"),
    path("daftar/", views.signup, name="account_signup"),
    path("masuk/", views.signin, name="account_login"),
    path("keluar/", views.signout, name="account_logout"),
    path("akun/nonaktif/", public(account.account_inactive), name="account_inactive"),
    path("akun/email/", requires(signed_in)(account.email), name="account_email"),
    path(
        "akun/email/terkirim/",
        public(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^akun/email/pastikan/(?P<key>[-:\w]+)/$",
        public(account.confirm_email),
        name="account_confirm_email",
    ),
    path("akun/sandi/", requires(signed_in)(account.password_change), name="account_change_password"),
    path("akun/sandi/buat/", requires(signed_in)(account.password_set), name="account_set_password"),
    path("akun/sandi/lupa/", public(account.password_reset), name="account_reset_password"),
    path(
        "akun/sandi/lupa/terkirim/", public(account.password_reset_done), name="account_reset_password_done"
    ),
    re_path(
        r"^akun/sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "akun/sandi/baru/selesai/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("akun/pastikan/", requires(signed_in)(account.reauthenticate), name="account_reauthenticate"),
    path("akun/keamanan/", include("allauth.mfa.urls")),
]
