"""Who may do which verb with questions about taken numbers. Asking is open to everybody."""

from __future__ import annotations

from soksi_portal.accounts.models import User
from umkm.businesses.models import OwnershipQuestion
from umkm.businesses.permissions import may_see_queue
from umkm.regions.scoping import province_codes

may_see_questions = may_see_queue


def may_read_holder(user: User, question: OwnershipQuestion) -> bool:
    """Staff of the province and above; never whoever asked."""
    return may_see_questions(user) and question.asked_by_id != user.pk


def may_answer(user: User, question: OwnershipQuestion) -> bool:
    """A coordinator of the holder's province; that it is no own question, the rule itself says."""
    return question.province_id in province_codes(user)
