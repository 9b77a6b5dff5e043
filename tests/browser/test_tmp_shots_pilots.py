from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from programs.pilots.services import *
from tests.factories import *

pytestmark = pytest.mark.django_db(transaction=True)
from axe_playwright_python.sync_playwright import Axe


def test_shots(open_page):
    call_command("load_regions")
    call_command("load_partnership")
    p = make_province("32")
    from programs.partnership.models import Memorandum, Phase, PhaseProvince

    memo = Memorandum.objects.get()
    phase = Phase.objects.create(
        memorandum=memo, name="Tahap 2026", state="open", starts_on="2026-06-01", opened_at=timezone.now()
    )
    for one in regions.Province.objects.existing():
        PhaseProvince.objects.create(phase=phase, province=one, quota=2)
    staff = make_user(Role.JAMKRINDO, full_name="Rina Suryani")
    coord = make_user(Role.COORDINATOR, province=p, full_name="Dedi Kurniawan")
    names = [
        (
            "Kopi Gunung Puntang",
            480_000_000,
            7,
            90_000_000,
            2016,
            "Kopi arabika sangrai dan bubuk, dijual ke kedai dan lewat lokapasar",
        ),
        (
            "Keripik Tempe Bu Siti Rohayati Sejahtera",
            210_000_000,
            3,
            25_000_000,
            2019,
            "Keripik tempe lima rasa",
        ),
        (
            "Batik Tulis Trusmi",
            95_000_000,
            2,
            40_000_000,
            2012,
            "Batik tulis dan cap, pesanan seragam kantor",
        ),
        ("Sambal Juara", None, 0, 12_000_000, 2026, "Sambal dalam botol"),
    ]
    noms = []
    for i, (n, s, e, c, y, d) in enumerate(names):
        b = make_business(
            name=n,
            province=p,
            last_year_sales=s,
            employees=e,
            capital=c,
            start_year=y,
            description=d,
            nib=("1234567890%03d" % i if i % 2 == 0 else None),
            has_bank_loan=i == 2,
        )
        noms.append(
            make_nomination(
                phase=phase,
                province=p,
                business=b,
                nominated_by=coord,
                nominated_at=timezone.now() - timedelta(days=9 - i),
                motivation=[
                    "Usahanya tumbuh tiga tahun berturut-turut dan sudah mempekerjakan tetangga sekitar. Pembukuannya sederhana tetapi rapi.",
                    "Pemiliknya rajin mengikuti kegiatan SOKSI dan bersedia membimbing usaha lain di kabupatennya.",
                    "Produknya dikenal sampai luar kabupaten, tetapi modal kerja selalu habis sebelum musim ramai.",
                    "Baru mulai tetapi pesanannya banyak dan pencatatannya harian.",
                ][i],
            )
        )
    accept_nomination(nomination=noms[2], by=staff)
    waitlist_nomination(nomination=noms[3], by=staff)
    d = make_nomination(phase=phase, province=p, nominated_by=coord)
    decline_nomination(
        nomination=d,
        by=staff,
        reason="Lengkapi catatan penjualan enam bulan, lalu ajukan lagi pada tahap berikutnya.",
    )
    for _ in range(3):
        make_business(province=p)
    admin = make_user(Role.ADMIN)
    from programs.pilots.models import Pilot

    pilot = Pilot.objects.get()
    pages = {
        "province": ("/percontohan/provinsi/32/", staff),
        "list": ("/percontohan/", staff),
        "nominations": ("/usulan/", staff),
        "candidates": ("/usulan/calon/", coord),
        "create": (f"/usulan/baru/?usaha={make_business(province=p).pk}", coord),
        "detail": (f"/usulan/{noms[0].pk}/", staff),
        "detailcoord": (f"/usulan/{noms[3].pk}/", coord),
        "decline": (f"/usulan/{noms[0].pk}/tolak/", staff),
        "pilot": (pilot.get_absolute_url(), staff),
        "end": (f"/percontohan/{pilot.pk}/akhiri/", staff),
        "mou": (f"/mou/{memo.pk}/", admin),
        "mous": ("/mou/", None),
        "phase": (phase.get_absolute_url(), admin),
        "newphase": (f"/mou/{memo.pk}/tahap/baru/", admin),
        "close": (phase.get_absolute_url() + "tutup/", admin),
        "home": ("/beranda/", staff),
        "homec": ("/beranda/", coord),
    }
    from tests.browser.look import OVERFLOW

    for name, (url, user) in pages.items():
        for width in ("360", "1280"):
            page = open_page(url, width=width, user=user)
            page.screenshot(path=f"/tmp/look/{name}-{width}.png", full_page=True)
            bad = page.evaluate(OVERFLOW)
            print(name, width, "overflow", bad)
            if width == "1280" or name == "province":
                found = [
                    v
                    for v in Axe().run(page).response["violations"]
                    if v["impact"] in ("serious", "critical")
                ]
                for v in found:
                    print("  AXE", name, v["id"], [n["html"][:120] for n in v["nodes"]][:3])
            if name == "province":
                page.click("text=Terima di kursi >> nth=0")
                page.screenshot(path=f"/tmp/look/accept-{width}.png")
                page.keyboard.press("Escape")
                page.click("a:has-text('Belum terpilih') >> nth=0")
                page.screenshot(path=f"/tmp/look/declinedlg-{width}.png")
