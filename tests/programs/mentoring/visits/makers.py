"""Makers of mentors, visits and tasks: each gives a valid one, past the services; name what the test is about."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from programs.mentoring.matching.choices import Side
from programs.mentoring.models import ActionItem, Assignment, MentorProfile, Visit, VisitPhoto
from programs.mentoring.reports.months import today
from programs.mentoring.visits.choices import VisitState
from programs.mentoring.visits.recording import Sheet
from soksi_portal.accounts.choices import Role
from tests import factories as make
from umkm.businesses.models import Business


def make_mentor(**fields: Any) -> MentorProfile:
    user = fields.pop("user", None) or make.make_user(Role.JAMKRINDO)
    return MentorProfile.objects.create(user=user, **{"capacity": 5, **fields})


def make_assignment(business: Business | None = None, **fields: Any) -> Assignment:
    business = business or make.make_pilot().business
    fields.setdefault("mentor", fields.pop("mentor", None) or make_mentor())
    fields.setdefault("began_by", fields["mentor"].user)
    fields.setdefault("reason", "Menguasai pembukuan.")
    return Assignment.objects.create(business=business, province=business.province, **fields)


def make_visit(
    assignment: Assignment | None = None, *, state: str = VisitState.AGREED, **fields: Any
) -> Visit:
    """In three days; or held three days ago."""
    assignment = assignment or make_assignment()
    owner, now = assignment.business.owner.user, timezone.now()
    days = -3 if state == VisitState.DONE else 3
    fields.setdefault("starts_at", now + timedelta(days=days))
    told = {name: fields.pop(name) for name in ("findings", "next_on", "held_at") if name in fields}
    visit = Visit.objects.create(
        business=assignment.business, province=assignment.province, mentor=assignment.mentor, waits_for=Side.CADRE,
        created_by=assignment.mentor.user, **fields,
    )  # fmt: skip
    if state == VisitState.PROPOSED:
        return visit
    visit.state, visit.waits_for, visit.revision = VisitState.AGREED, "", 2
    visit.agreed_by, visit.agreed_at = owner, now
    visit.save()
    if state == VisitState.DONE:
        told = {"findings": "Buku kas rapi.", "held_at": visit.starts_at} | told
        for name, value in told.items():
            setattr(visit, name, value)
        visit.state, visit.recorded_by, visit.recorded_at = VisitState.DONE, assignment.mentor.user, now
        visit.version = 1
        visit.save()
    if state == VisitState.CANCELLED:
        visit.state, visit.cancelled_by, visit.cancelled_at = VisitState.CANCELLED, owner, now
        visit.cancel_reason = "Ada hajatan."
        visit.save()
    return visit


def make_task(assignment: Assignment | None = None, *, days: int = 7, **fields: Any) -> ActionItem:
    """Of the cadre, due in a week."""
    assignment = assignment or make_assignment()
    fields.setdefault("what", "Buka rekening usaha")
    fields.setdefault("owner", Side.CADRE)
    fields.setdefault("given_by", assignment.mentor.user)
    return ActionItem.objects.create(
        business=assignment.business,
        province=assignment.province,
        due_on=today() + timedelta(days=days),
        **fields,
    )


def make_sheet(**fields: Any) -> Sheet:
    return Sheet(**{"key": uuid.uuid4(), "base": 0, "findings": "Buku kas rapi.", **fields})


def make_photo(visit: Visit) -> VisitPhoto:
    """A kept photo (grey, 160 × 120), past checking."""
    written = io.BytesIO()
    Image.new("RGB", (160, 120), "gray").save(written, "JPEG")
    raw = written.getvalue()
    photo = VisitPhoto(visit=visit, sha256=uuid.uuid4().hex, size=len(raw), uploaded_by=visit.mentor.user)
    photo.file.save("", ContentFile(raw), save=False)
    photo.thumbnail.save("", ContentFile(raw), save=False)
    photo.save()
    return photo


def picture(colour: str = "seagreen") -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(written, "JPEG")
    return SimpleUploadedFile("IMG_20261128_GPS.jpg", written.getvalue(), "image/jpeg")


def owner_of(one: Assignment | Visit | ActionItem) -> Any:
    return one.business.owner.user


def mentor_of(one: Assignment | Visit) -> Any:
    return one.mentor.user
