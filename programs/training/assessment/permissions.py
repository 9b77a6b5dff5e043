"""Who writes questions, opens tests, copies scores and reads results."""

from __future__ import annotations

from programs.training.permissions import may_keep_attendance, may_keep_attendance_of, may_schedule

may_write_questions = may_schedule
may_read_questions = (
    may_keep_attendance  # with the answers: staff, and trainers, who print them for those without a phone
)
may_hold_tests = may_keep_attendance
may_hold_tests_of = may_keep_attendance_of  # of one session: its trainer, and staff
may_read_results = may_keep_attendance  # a trainer the own ones alone
may_compare = may_schedule
