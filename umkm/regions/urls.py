from django.urls import path

from .views import people, regencies, stand_ins

urlpatterns = [
    path("wilayah/kabupaten/", regencies.regency_options, name="regency_options"),
    path("pengguna/", people.user_list, name="user_list"),
    path("pengguna/baru/", people.user_invite, name="user_invite"),
    path("pengguna/<int:user_id>/", people.user_detail, name="user_detail"),
    path("pengguna/<int:user_id>/peran/", people.role_grant, name="role_grant"),
    path("pengguna/<int:user_id>/peran/<str:role>/akhiri/", people.role_end, name="role_end"),
    path("pengguna/<int:user_id>/jabatan/", people.post_grant, name="post_grant"),
    path("pengguna/jabatan/<int:post_id>/akhiri/", people.post_end, name="post_end"),
    path("pengguna/jabatan/<int:post_id>/pengganti/", stand_ins.stand_in_create, name="stand_in_create"),
    path("pengguna/pengganti/<int:stand_in_id>/akhiri/", stand_ins.stand_in_end, name="stand_in_end"),
    path("pengguna/<int:user_id>/nonaktifkan/", people.user_deactivate, name="user_deactivate"),
    path("pengguna/<int:user_id>/aktifkan/", people.user_reactivate, name="user_reactivate"),
    path("pengguna/<int:user_id>/tautan/", people.password_link_send, name="password_link_send"),
    path("akun/undangan/<str:token>/", people.password_from_link, name="password_from_link"),
]
