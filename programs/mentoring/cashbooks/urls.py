from django.urls import path

from . import views

urlpatterns = [
    path("laporan/<int:report_id>/buku-kas/", views.cash_book_upload, name="cash_book_upload"),
    path("laporan/<int:report_id>/buku-kas/contoh.xlsx", views.cash_book_template, name="cash_book_template"),
    path("laporan/buku-kas/<int:cash_book_id>/", views.cash_book_detail, name="cash_book_detail"),
    path("laporan/buku-kas/<int:cash_book_id>/pakai/", views.cash_book_use, name="cash_book_use"),
    path("laporan/buku-kas/baris/<int:entry_id>/kuitansi/", views.receipt_upload, name="receipt_upload"),
    path("laporan/kuitansi/<int:receipt_id>/", views.receipt_file, name="receipt_file"),
    path("laporan/kuitansi/<int:receipt_id>/hapus/", views.receipt_remove, name="receipt_remove"),
]
