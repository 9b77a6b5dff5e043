"""Who reads whether the programme works.

The figures are of the whole country: of one province they would be those of two businesses. So coordinators, cadres,
trainers and banks do not see them.
"""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds

may_see_impact = holds(Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_recount = holds(Role.JAMKRINDO, Role.ADMIN)
