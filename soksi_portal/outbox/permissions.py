"""Who may do what with messages. What somebody may see is `Message.objects.visible_to`."""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds, signed_in

may_see_messages = signed_in  # everyone the own ones
may_manage_messages = holds(Role.JAMKRINDO, Role.ADMIN)
may_write_wordings = holds(Role.ADMIN)
