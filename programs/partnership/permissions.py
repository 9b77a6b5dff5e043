"""Who may do what with memoranda and phases. Both are public to read; admins keep them."""

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds

may_keep_memoranda = holds(Role.ADMIN)
