"""What is compared, and the bounds below which nothing is shown. A change of any of these is a new METHOD."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

METHOD = 1  # stored with each snapshot

# a comparison of fewer says more about these businesses than about the programme, and may point to one of them
LEAST_CASES = 10  # on each side
LEAST_STRATA = 2  # with both sides in them
# from here on the interval is trusted without a warning
ENOUGH_CASES = 30  # on each side
# fewer provinces make clustered standard errors too small (Cameron & Miller 2015, section VI)
LEAST_CLUSTERS = 20
SMALLEST_CELL = 5  # of the download

# bank access is looked at once somebody had a year to come to it
YEAR = timedelta(days=365)
# a decision in year 1: year 2 is the first that is wholly after it, and its sales are told in year 3
YEARS_UNTIL_TOLD = 2
LEAST_REPORTS = 12  # months that a pilot owed, for the first and the last six


class Outcome(models.TextChoices):
    """What pilots and the others both have in the records."""

    SALES = "sales", _("Penjualan setahun")
    EMPLOYEES = "employees", _("Pekerja")
    BANK = "bank", _("Akses bank")


class State(models.TextChoices):
    TOO_FEW = "too_few", _("Kasus terlalu sedikit")
    FEW = "few", _("Kasus masih sedikit")
    ENOUGH = "enough", _("Kasus cukup")

    @property
    def tone(self) -> str:
        return {"too_few": "neutral", "few": "attention"}.get(self.value, "good")


class Group(models.TextChoices):
    PILOT = "pilot", _("Percontohan")
    COMPARISON = "comparison", _("Pembanding")
