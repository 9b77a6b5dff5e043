"""Who hands out, ends and fetches certificates. What somebody may see is `Certificate.objects.visible_to`."""

from __future__ import annotations

from programs.training.permissions import may_keep_attendance, may_keep_attendance_of, may_schedule

may_hand_out = may_keep_attendance
may_issue = may_keep_attendance_of  # of one session: its trainer, and staff
may_end = may_schedule
