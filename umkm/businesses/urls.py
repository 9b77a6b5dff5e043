from django.urls import include, path

from .views import cards, desk, membership, overview, registration, verification

urlpatterns = [
    path("", include("umkm.businesses.changes.urls")),
    path("", include("umkm.businesses.personal.urls")),
    path("", include("umkm.businesses.duplicates.urls")),
    path("", include("umkm.businesses.ownership.urls")),
    path("", include("umkm.businesses.documents.urls")),
    path("", include("umkm.businesses.importing.urls")),
    path("", include("umkm.businesses.finding.urls")),
    path("usaha/", overview.business_list, name="business_list"),
    path("usaha/baru/", registration.business_create, name="business_create"),
    path("usaha/kbli/", overview.kbli_search, name="kbli_search"),
    path("usaha/<int:business_id>/", overview.business_detail, name="business_detail"),
    path("usaha/<int:business_id>/ubah/", registration.business_edit, name="business_edit"),
    path("usaha/<int:business_id>/ubah/<slug:slug>/", registration.business_step, name="business_step"),
    path("usaha/<int:business_id>/periksa/", registration.business_check, name="business_check"),
    path("usaha/<int:business_id>/terkirim/", registration.business_sent, name="business_sent"),
    path("usaha/<int:business_id>/tarik/", registration.business_withdraw, name="business_withdraw"),
    path("kartu-anggota/", membership.membership, name="membership"),
    path("verifikasi/", verification.verification_queue, name="verification_queue"),
    path("verifikasi/kader/", cards.cadre_queue, name="cadre_queue"),
    path("verifikasi/kader/<int:cadre_id>/", cards.cadre_verification, name="cadre_verification"),
    path(
        "verifikasi/kader/<int:cadre_id>/terima/",
        cards.cadre_verification_accept,
        name="cadre_verification_accept",
    ),
    path(
        "verifikasi/kader/<int:cadre_id>/kembalikan/",
        cards.cadre_verification_return,
        name="cadre_verification_return",
    ),
    path("verifikasi/<str:kind>/berikutnya/", desk.examine_next, name="examine_next"),
    path("verifikasi/<str:kind>/<int:record_id>/pegang/", desk.claim_keep, name="claim_keep"),
    path("verifikasi/<str:kind>/<int:record_id>/ambil-alih/", desk.claim_take_over, name="claim_take_over"),
    path("verifikasi/<str:kind>/<int:record_id>/lepaskan/", desk.claim_release, name="claim_release"),
    path("verifikasi/<int:business_id>/", verification.verification_detail, name="verification_detail"),
    path(
        "verifikasi/<int:business_id>/terima/", verification.verification_accept, name="verification_accept"
    ),
    path(
        "verifikasi/<int:business_id>/kembalikan/",
        verification.verification_return,
        name="verification_return",
    ),
]
