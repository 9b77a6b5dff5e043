"""How people write the choices in a spreadsheet: the key, the words of the list, and what else is usual."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from soksi_portal.common.typed import key_of

from .choices import LegalForm, Licence, MarketingChannel, Wish

_MORE: dict[type[TextChoices], dict[str, str]] = {
    LegalForm: {
        "perseorangan": "individual", "orang perorangan": "individual", "pribadi": "individual",
        "perorangan individu": "individual", "belum berbadan hukum": "individual", "usaha dagang": "ud",
        "perusahaan dagang": "ud", "pd": "ud", "fa": "firma", "perseroan terbatas": "pt",
        "pt perseorangan": "pt_individual", "perseroan perorangan": "pt_individual", "kop": "cooperative",
        "kub": "group", "kube": "group", "kelompok": "group",
    },
    Licence: {
        "p irt": "pirt", "spp irt": "pirt", "sppirt": "pirt", "halal": "halal", "sertifikasi halal": "halal",
        "bpom md": "bpom", "bpom": "bpom", "md": "bpom", "merek": "brand", "merk": "brand", "haki": "brand",
        "hki": "brand", "hak merek": "brand",
    },
    MarketingChannel: {
        "warung": "shop", "toko": "shop", "kios": "shop", "kios sendiri": "shop", "atau kios sendiri": "shop",
        "toko sendiri": "shop", "pasar": "market", "bazar": "market", "bazaar": "market", "pameran": "market",
        "titip": "consignment", "titip jual": "consignment", "konsinyasi": "consignment", "pesanan": "orders",
        "reseller": "consignment", "wa": "chat", "facebook": "social", "fb": "social", "instagram": "social",
        "ig": "social", "tiktok": "social", "media sosial": "social", "medsos": "social", "sosmed": "social",
        "shopee": "marketplace", "tokopedia": "marketplace", "lazada": "marketplace", "toko daring": "marketplace",
        "marketplace": "marketplace", "gofood": "delivery", "grabfood": "delivery", "shopeefood": "delivery",
        "go food": "delivery", "grab food": "delivery", "pemerintah": "government", "e katalog": "government",
    },
    Wish: {
        "keuangan": "bookkeeping", "modal": "finance", "permodalan": "finance", "pinjaman": "finance",
        "online": "online", "daring": "online", "jualan online": "online", "produk": "product", "kemasan": "product",
        "mutu produk": "product", "mutu": "product", "izin": "licences", "perizinan": "licences",
        "legalitas": "licences", "sertifikat": "licences", "alat": "equipment", "mesin": "equipment",
        "peralatan": "equipment", "pekerja": "people", "karyawan": "people", "sdm": "people",
    },
}  # fmt: skip


def _spellings(choices: type[TextChoices]) -> Mapping[str, str]:
    found = {value: value for value in choices.values}
    found |= {key_of(str(label)): value for value, label in choices.choices}
    return found | _MORE[choices]


LEGAL_FORMS = _spellings(LegalForm)
LICENCES = _spellings(Licence)
CHANNELS = _spellings(MarketingChannel)
WISHES = _spellings(Wish)
NONE = frozenset({"tidak ada", "belum ada", "belum punya", "tidak", "belum", "nihil", "kosong"})
YES_NO = {
    "ya": "yes", "ada": "yes", "ya ada": "yes", "punya": "yes", "sudah": "yes", "true": "yes", "1": "yes", "y": "yes",
    "yes": "yes", "benar": "yes", "tidak": "no", "tidak ada": "no", "tdk": "no", "belum": "no", "belum ada": "no",
    "tidak punya": "no", "false": "no", "0": "no", "no": "no", "salah": "no",
}  # fmt: skip
