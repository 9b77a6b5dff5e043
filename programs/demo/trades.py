"""What demo businesses make or sell: KBLI code, names, words, and usual yearly sales in million rupiah."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    kbli: str
    names: tuple[str, ...]  # {name} is the owner's short name, {place} the regency
    description: str
    sales: tuple[int, int]  # million rupiah a year, from and to
    share: int  # how common, relative to the others


TRADES = (
    Trade("56102", ("Warung Nasi {name}", "Rumah Makan {place}", "Warung Pojok {name}"), "Nasi rames, lauk, dan gorengan untuk sarapan dan makan siang", (60, 700), 14),
    Trade("10794", ("Keripik {name}", "Kerupuk {place}", "Aneka Keripik {name}"), "Keripik singkong dan kerupuk dalam kemasan", (40, 900), 9),
    Trade("10710", ("Kue Basah {name}", "Roti {name}", "Dapur Kue {name}"), "Kue basah, roti manis, dan pesanan hajatan", (50, 800), 8),
    Trade("10391", ("Tempe {name}", "Tempe {place}"), "Tempe kedelai untuk pasar dan warung", (60, 500), 4),
    Trade("10392", ("Tahu {name}", "Tahu {place}"), "Tahu putih dan tahu goreng", (60, 600), 3),
    Trade("13134", ("Batik {name}", "Batik Tulis {place}"), "Kain batik tulis dan cap", (80, 2500), 4),
    Trade("14111", ("Konveksi {name}", "Busana {name}"), "Seragam sekolah, kaus, dan pakaian kerja", (90, 4000), 6),
    Trade("14120", ("Penjahit {name}", "Modiste {name}"), "Jahit pakaian pesanan dan permak", (20, 250), 6),
    Trade("31001", ("Mebel {name}", "Furnitur Kayu {place}"), "Lemari, kursi, dan meja kayu pesanan", (100, 6000), 4),
    Trade("47112", ("Toko {name}", "Kelontong {name}", "Warung Sembako {name}"), "Sembako dan kebutuhan rumah tangga", (80, 1500), 12),
    Trade("96112", ("Salon {name}", "Rias {name}"), "Potong rambut, rias pengantin, dan perawatan", (25, 300), 4),
    Trade("96200", ("Binatu {name}", "Laundry {name}"), "Cuci dan setrika kiloan", (30, 400), 4),
    Trade("45407", ("Bengkel {name}", "Bengkel Motor {name}"), "Servis dan suku cadang sepeda motor", (60, 900), 5),
    Trade("56303", ("Kedai Kopi {name}", "Warung Kopi {place}"), "Kopi daerah dan makanan ringan", (40, 900), 5),
    Trade("16293", ("Anyaman {name}", "Kerajinan {place}"), "Anyaman bambu dan ukiran kayu", (20, 700), 4),
    Trade("01131", ("Tani {name}", "Kebun Sayur {name}"), "Sayuran segar untuk pasar kabupaten", (30, 500), 3),
)  # fmt: skip
