"""Which businesses came to have a bank's money through a referral: written by the database when it is disbursed."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.outcomes.walls import access_triggers, business_triggers
from umkm.businesses.models import Business
from umkm.regions.tallies import TallyEntry

from .referrals import Referral


@pghistory.track()
class AccessGained(models.Model):
    """Of each business the first disbursement. Today's bank access is the baseline of its registration, or this.

    When a business turns out to be another one, the row goes along; its referral says where it was gained.
    """

    business = models.OneToOneField("businesses.Business", models.PROTECT, related_name="access_gained")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")  # the business's
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="+")
    gained_at = models.DateTimeField(_("Sejak"))
    counts = models.BooleanField()  # it had none at registration, and is not another business by now

    class Meta:
        verbose_name = _("akses bank")
        triggers = access_triggers()

    def __str__(self) -> str:
        return f"{self.business}"


class BankTally(TallyEntry):
    """How many businesses of each province gained bank access since their registration; measure = `gained`."""


class FollowedBusiness(Business):
    """For the trigger only: where a business is, and whether it still is one, its gained access follows."""

    class Meta:
        proxy = True
        triggers = business_triggers()
