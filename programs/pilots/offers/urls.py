from django.urls import path

from . import seats, views

urlpatterns = [
    path("percontohan/kursi/<int:seat_id>/", seats.seat_history, name="seat_history"),
    path("percontohan/<int:pilot_id>/pindah/", seats.pilot_move, name="pilot_move"),
    path("tawaran/<int:offer_id>/lihat/", views.offer_detail, name="offer_detail"),
    path("tawaran/<int:offer_id>/catat/", views.offer_record, name="offer_record"),
    path("tawaran/<int:offer_id>/batalkan/", views.offer_withdraw, name="offer_withdraw"),
    path("tawaran/<str:token>/", views.offer_answer, name="offer_answer"),
]
