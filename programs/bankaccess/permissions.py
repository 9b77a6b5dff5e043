"""Who may do what around banks. Which rows somebody sees is in the QuerySets.

A referral carries figures of a person: specific personal data (UU 27/2022). Its owner, Jamkrindo's staff, admins and,
while her consent stands, the users of that one bank read it; coordinators and board do not.
"""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

from .models.products import STAFF

may_see_referrals = holds(Role.CADRE, Role.BANK, *STAFF)
may_refer = holds(Role.JAMKRINDO)
may_consent = holds(Role.CADRE)
may_record = holds(Role.BANK)
may_see_banks = holds(*STAFF)
may_keep_banks = holds(Role.ADMIN)
may_match = holds(Role.CADRE, *STAFF)
may_answer = holds(Role.CADRE, Role.JAMKRINDO)
may_export_sikp = holds(*STAFF)
may_see_readiness = holds(Role.CADRE, Role.COORDINATOR, Role.BOARD, *STAFF)
may_export_readiness = holds(Role.COORDINATOR, Role.BOARD, *STAFF)
may_keep_rubrics = holds(Role.ADMIN)


def owns(user: User, business: Business) -> bool:
    return user.has_role(Role.CADRE) and business.owner.user_id == user.pk


def reads_credit_of(user: User, business: Business) -> bool:
    return owns(user, business) or user.has_role(*STAFF)
