"""Which mentor suits a business: by need, sector, province and free capacity, each point with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from programs.mentoring.models import MentorProfile
from programs.mentoring.reports.discipline import late_now
from programs.pilots.models import Pilot
from umkm.businesses.choices import Wish
from umkm.businesses.finding.sections import Section
from umkm.businesses.models import Business

# a need weighs most: what is to be learned is why somebody comes
FOR_NEED, FOR_SECTION, FOR_PROVINCE, FOR_ANYWHERE, FOR_FREE = 30, 20, 20, 5, 10


@dataclass(frozen=True)
class Suggestion:
    mentor: MentorProfile
    points: int
    reasons: tuple[str, ...]
    load: int

    @property
    def free(self) -> int:
        return max(0, self.mentor.capacity - self.load)

    @property
    def sentence(self) -> str:
        return " ".join(self.reasons)


def needs_of(business: Business) -> list[Wish]:
    """What its owner wants to get better at, and what its record lacks."""
    found = {Wish(one) for one in business.wishes}
    if not business.nib:
        found.add(Wish.LICENCES)
    if business.has_bank_loan is False:
        found.add(Wish.FINANCE)
    if late_now(Pilot.objects.active().filter(business=business)).exists():
        found.add(Wish.BOOKKEEPING)
    return [one for one in Wish if one in found]


def suggestions_for(business: Business) -> list[Suggestion]:
    """Everybody in service, the best first; who has no room left stands at the end."""
    needs = needs_of(business)
    rows = MentorProfile.objects.in_service().with_load().select_related("user")
    rows = rows.exclude(user=business.owner.user_id) if business.owner.user_id else rows
    found = [_judged(one, business, needs) for one in rows]
    return sorted(found, key=lambda one: (not one.free, -one.points, one.load, one.mentor.user.full_name))


def _judged(mentor: MentorProfile, business: Business, needs: list[Wish]) -> Suggestion:
    points, reasons = 0, []
    met = [one for one in needs if one in mentor.needs]
    if met:
        points += FOR_NEED * len(met)
        names = ", ".join(str(one.label).lower() for one in met)
        reasons.append(_("Menguasai yang dibutuhkan: %(needs)s.") % {"needs": names})
    section = business.kbli.section if business.kbli else ""
    if section and section in mentor.sections:
        points += FOR_SECTION
        reasons.append(_("Mengenal bidang %(section)s.") % {"section": str(Section(section).label).lower()})
    if business.province_id in mentor.provinces:
        points += FOR_PROVINCE
        reasons.append(_("Bertugas di %(province)s.") % {"province": business.province})
    elif not mentor.provinces:
        points += FOR_ANYWHERE
        reasons.append(_("Bersedia di semua provinsi."))
    load = int(getattr(mentor, "load", 0))
    free = mentor.capacity - load
    if free > 0:
        points += FOR_FREE * free // mentor.capacity
        words = _("Masih ada tempat: %(load)s dari %(capacity)s usaha.")
    else:
        words = _("Sudah penuh: %(load)s dari %(capacity)s usaha.")
    reasons.append(words % {"load": load, "capacity": mentor.capacity})
    return Suggestion(mentor, points, tuple(reasons), load)
