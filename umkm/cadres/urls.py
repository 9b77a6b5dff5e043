from django.urls import path

from .addresses import views as addresses
from .rights.views import own, requests

urlpatterns = [
    path("akun/data-saya/", own.my_data, name="my_data"),
    path("akun/data-saya/data-saya.json", own.my_data_json, name="my_data_json"),
    path("akun/data-saya/data-saya.pdf", own.my_data_pdf, name="my_data_pdf"),
    path("akun/data-saya/perbaiki/", own.my_data_correct, name="my_data_correct"),
    path("akun/data-saya/tarik-persetujuan/", own.consent_withdraw, name="consent_withdraw"),
    path("akun/data-saya/lanjutkan/", own.processing_resume, name="processing_resume"),
    path("akun/data-saya/permintaan/", own.own_request_list, name="own_request_list"),
    path(
        "akun/data-saya/permintaan/<int:request_id>/tarik/",
        own.own_request_take_back,
        name="own_request_take_back",
    ),
    path("alamat/", addresses.address_trouble_list, name="address_trouble_list"),
    path("alamat/<int:trouble_id>/", addresses.address_trouble, name="address_trouble"),
    path("permintaan-data/", requests.data_request_list, name="data_request_list"),
    path("permintaan-data/<int:request_id>/", requests.data_request_detail, name="data_request_detail"),
    path("permintaan-data/<int:request_id>/hapus/", requests.data_request_erase, name="data_request_erase"),
    path("permintaan-data/<int:request_id>/cabut/", requests.restriction_lift, name="restriction_lift"),
]
