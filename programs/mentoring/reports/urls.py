from django.urls import path

from .views import reading, sheet

urlpatterns = [
    path("laporan/", reading.report_list, name="report_list"),
    path("laporan/usaha/<int:business_id>/", reading.book_detail, name="book_detail"),
    path("laporan/usaha/<int:business_id>/mulai/", sheet.books_start, name="books_start"),
    path("laporan/usaha/<int:business_id>/baru/", sheet.report_start, name="report_start"),
    path("laporan/<int:report_id>/", reading.report_detail, name="report_detail"),
    path("laporan/<int:report_id>/isi/", sheet.report_edit, name="report_edit"),
    path("laporan/<int:report_id>/isi/<slug:slug>/", sheet.report_step, name="report_step"),
    path("laporan/<int:report_id>/periksa/", sheet.report_check, name="report_check"),
    path("laporan/<int:report_id>/terkirim/", sheet.report_sent, name="report_sent"),
    path("laporan/<int:report_id>/perbaiki/", sheet.report_correct, name="report_correct"),
    path("laporan/<int:report_id>/perbaiki/batal/", sheet.report_correct_drop, name="report_correct_drop"),
    path("laporan/<int:report_id>/tutup/", reading.report_close, name="report_close"),
]
