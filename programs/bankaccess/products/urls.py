from django.urls import path

from . import views

urlpatterns = [
    path("rujukan/usaha/<int:business_id>/", views.product_match, name="product_match"),
    path("rujukan/usaha/<int:business_id>/kredit/", views.credit_answer, name="credit_answer"),
    path("rujukan/kredit/<int:answer_id>/slik.pdf", views.credit_answer_file, name="credit_answer_file"),
    path("rujukan/bank/", views.bank_list, name="bank_list"),
    path("rujukan/bank/<int:bank_id>/", views.bank_detail, name="bank_detail"),
    path("rujukan/bank/<int:bank_id>/petugas/", views.bank_user_add, name="bank_user_add"),
    path("rujukan/bank/petugas/<int:post_id>/akhiri/", views.bank_user_end, name="bank_user_end"),
    path("rujukan/bank/<int:bank_id>/produk/", views.product_create, name="product_create"),
    path("rujukan/bank/<int:bank_id>/produk/<int:product_id>/", views.offer_turn, name="offer_turn"),
    path("rujukan/produk/<int:product_id>/", views.product_detail, name="product_detail"),
    path("rujukan/produk/<int:product_id>/syarat/", views.terms_create, name="terms_create"),
    path("rujukan/produk/syarat/<int:terms_id>/periksa/", views.terms_confirm, name="terms_confirm"),
]
