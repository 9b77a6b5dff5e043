from django.urls import path

from . import views

urlpatterns = [
    path("laporan/usaha/<int:business_id>/keuangan/", views.statement_page, name="statement_page"),
    path("laporan/usaha/<int:business_id>/keuangan.xlsx", views.statement_xlsx, name="statement_xlsx"),
    path("laporan/usaha/<int:business_id>/keuangan.pdf", views.statement_pdf, name="statement_pdf"),
]
