"""Who may do what with the books of a business. Which rows somebody sees is in the QuerySets.

Amounts are specific personal data (UU 27/2022): the owner, Jamkrindo's staff (who mentor) and admins read them, and
each opening by anybody but the owner is written down for her to read. Coordinators, board and the pembina, a fellow
entrepreneur of the same province, read no amounts; coordinators and board read how punctual the reports are.
"""

from __future__ import annotations

from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business

from .models.reports import FIGURE_READERS

may_see_reports = holds(Role.CADRE, Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_report = holds(Role.CADRE)
may_read_figures = holds(Role.CADRE, *FIGURE_READERS)
may_close = holds(Role.JAMKRINDO, Role.ADMIN)
may_export = holds(Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)


def owns(user: User, business: Business) -> bool:
    return user.has_role(Role.CADRE) and business.owner.user_id == user.pk


def reads_figures_of(user: User, business: Business) -> bool:
    return owns(user, business) or user.has_role(*FIGURE_READERS)


def keeps_books(business: Business) -> bool:
    """A business that is, or was, a pilot: a graduate may go on reporting."""
    return Pilot.objects.filter(business=business).exists()
