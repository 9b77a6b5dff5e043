"""What an owner can do to be stronger next time, from where the reviewers saw most to gain."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.choices import Evidence
from programs.partnership.models import Criterion

from .results import Result

ADVICE = {
    Evidence.GROWTH: gettext_lazy("Catat penjualan setiap bulan, supaya pertumbuhannya terlihat."),
    Evidence.LEGALITY: gettext_lazy("Urus NIB dan izin yang belum ada; koordinator provinsi dapat membantu."),
    Evidence.MARKET: gettext_lazy("Tambah satu cara menjual lagi, misalnya WhatsApp atau pasar daring."),
    Evidence.WORK: gettext_lazy("Ajak tetangga bekerja saat pesanan ramai, dan catat upahnya."),
    Evidence.BANK: gettext_lazy("Simpan uang usaha di rekening sendiri, terpisah dari uang rumah tangga."),
}


def advice_for(criterion: Criterion) -> str:
    known = ADVICE.get(criterion.evidence)  # type: ignore[call-overload]
    return str(known) if known else _("Perkuat hal ini: %(criterion)s.") % {"criterion": criterion.title}


def suggested_reason(result: Result) -> str:
    """A beginning for the words that the owner reads; whoever decides writes them to the end."""
    weakest = [one.criterion for one in result.weakest]
    if not weakest:
        return ""
    return " ".join([_("Yang dapat diperkuat:"), *_advice(weakest)])


def _advice(criteria: Iterable[Criterion]) -> list[str]:
    return list(dict.fromkeys(advice_for(criterion) for criterion in criteria))


def to_improve(result: Result) -> str:
    """Only the names of the criteria, for a message; empty where the reviewers saw none that is low."""
    return ", ".join(one.criterion.title.lower() for one in result.weakest)
