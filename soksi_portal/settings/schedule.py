"""What Celery beat asks of the workers, and how often (seconds, or at an hour of the night).

Each asks for what may be asked twice, and expires before the next one is due.
"""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "deliver-due-messages": {
        "task": "soksi_portal.outbox.tasks.deliver_due",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "count-messages": {
        "task": "soksi_portal.outbox.tasks.count_messages",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "drop-old-texts": {
        "task": "soksi_portal.outbox.tasks.drop_old_texts",
        "schedule": crontab(hour=2, minute=50),
        "options": {"expires": 3 * 3600},
    },
    "plan-reminders": {
        "task": "programs.reminders.tasks.plan_due_reminders",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "invite-new-pilots": {
        "task": "programs.training.tasks.invite_new_pilots",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "fill-free-places": {
        "task": "programs.training.tasks.fill_free_places",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "carry-on-offers": {
        "task": "programs.pilots.tasks.carry_on_offers",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "sweep-materials": {
        "task": "programs.training.tasks.sweep_material_files",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3 * 3600},
    },
    "resume-certificates": {
        "task": "programs.training.tasks.resume_certificates",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "sweep-certificates": {
        "task": "programs.training.tasks.sweep_certificate_files",
        "schedule": crontab(hour=3, minute=50),
        "options": {"expires": 3 * 3600},
    },
    "refresh-holidays": {
        "task": "programs.training.tasks.renew_holidays",
        "schedule": crontab(hour=1, minute=40, day_of_month="1"),
        "options": {"expires": 3 * 3600},
    },
    "fold-business-tallies": {
        "task": "umkm.businesses.tasks.fold_tallies",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "fold-search-words": {
        "task": "umkm.businesses.tasks.fold_search_words",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "renew-stale-search": {
        "task": "umkm.businesses.tasks.renew_stale_search",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "count-search-words": {
        "task": "umkm.businesses.tasks.count_search_words",
        "schedule": crontab(hour=2, minute=30, day_of_week="sunday"),
        "options": {"expires": 3_600},
    },
    "seek-missed-duplicates": {
        "task": "umkm.businesses.tasks.seek_missed_duplicates",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3 * 3600},
    },
    "sweep-document-files": {
        "task": "umkm.businesses.tasks.sweep_document_files",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3 * 3600},
    },
    "resume-imports": {
        "task": "umkm.businesses.importing.tasks.resume_imports",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "remind-of-data-requests": {
        "task": "umkm.cadres.tasks.remind_of_requests",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "forget-old-import-files": {
        "task": "umkm.businesses.importing.tasks.forget_old_files",
        "schedule": 86_400.0,
        "options": {"expires": 3_600},
    },
    "fold-pilot-tallies": {
        "task": "programs.pilots.tasks.fold_tallies",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "fold-bank-tallies": {
        "task": "programs.bankaccess.tasks.fold_tallies",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "count-readiness": {
        "task": "programs.bankaccess.tasks.count_readiness",
        "schedule": 21_600.0,
        "options": {"expires": 3_600},
    },
    "count-impact": {
        "task": "programs.impact.tasks.count_impact",
        "schedule": crontab(hour=1, minute=40),
        "options": {"expires": 3 * 3600},
    },
    "fold-training-tallies": {
        "task": "programs.training.tasks.fold_tallies",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
}
