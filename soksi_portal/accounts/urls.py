"""The library's own pages stand one by one below `/akun/`, so that each has our address and a guard."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

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
    path("akun/keamanan/", requires(signed_in)(mfa.index), name="mfa_index"),
    # the second step of signing in: the library lets pass only who has just given the password
    path("akun/keamanan/kode/", public(mfa.authenticate), name="mfa_authenticate"),
    path("akun/keamanan/pastikan/", requires(signed_in)(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("akun/keamanan/aplikasi/", requires(signed_in)(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "akun/keamanan/aplikasi/lepas/",
        requires(signed_in)(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "akun/keamanan/cadangan/",
        requires(signed_in)(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "akun/keamanan/cadangan/baru/",
        requires(signed_in)(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "akun/keamanan/cadangan/unduh/",
        requires(signed_in)(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
