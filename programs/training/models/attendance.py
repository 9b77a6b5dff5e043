"""Who came, and the numbers of the slice."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.training.certificates.walls import attendance_certified
from programs.training.checkin.walls import arrival_in_time, newer_stays
from programs.training.choices import BY_CODE, AttendanceMethod, AttendanceStatus
from programs.training.inviting.walls import attendance_of_substitute
from umkm.regions.tallies import TallyEntry, tally_triggers


@pghistory.track()
class Attendance(models.Model):
    """Whether an invited person came, and how that was recorded.

    `recorded_at` is the moment somebody decided it: of a mark made without a connection that of the tap.
    """

    invitation = models.OneToOneField("training.Invitation", models.PROTECT, related_name="attendance")
    # who came instead; null: the person invited, or nobody
    substitute = models.ForeignKey("training.Substitute", models.PROTECT, null=True, related_name="+")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    status = models.CharField(_("Kehadiran"), max_length=8, choices=AttendanceStatus.choices)
    method = models.CharField(max_length=10, choices=AttendanceMethod.choices, default=AttendanceMethod.LIST)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    # when a code was scanned at the door; a list or a sheet knows no such moment
    arrived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kehadiran")
        constraints = (
            models.CheckConstraint(
                condition=Q(method__in=AttendanceMethod.values), name="attendance_method_known"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(status=AttendanceStatus.PRESENT, method__in=BY_CODE),
                name="attendance_arrival_by_code",
            ),
            models.CheckConstraint(
                condition=Q(status__in=AttendanceStatus.values), name="attendance_status_known"
            ),
        )
        triggers = [
            pgtrigger.Protect(name="keep_attendance", operation=pgtrigger.Delete),
            attendance_certified(),
            attendance_of_substitute(),
            arrival_in_time(),
            newer_stays(),
            *tally_triggers(
                name="attendance_tally",
                table="training_trainingtally",
                rows="SELECT province_id, 'attendance:' || status AS measure, 1 AS amount FROM {rows}",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_status_display()}"

    @property
    def guest(self) -> str:
        """The name of who came, or should have: for lists and certificates."""
        return self.substitute.shown_name if self.substitute else self.invitation.person.full_name

    @property
    def tone(self) -> str:
        return AttendanceStatus(self.status).tone

    @property
    def version(self) -> str:
        """What a page showed: a later mark is compared with it. Empty on a page stands for nothing recorded."""
        return f"{self.status}@{self.recorded_at.timestamp():.6f}"


class TrainingTally(TallyEntry):
    """Per province: `session:<state>` and `attendance:<status>`."""
