"""Who may do what with memoranda and phases. Memoranda are public; their phases are kept by admins."""

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds

may_keep_memoranda = holds(Role.ADMIN)
