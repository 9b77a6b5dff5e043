"""Who may do what with stories. What somebody may see is `visible_to`; what is published everybody reads."""

from __future__ import annotations

from programs.pilots.models import Story
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User

may_publish = holds(Role.BOARD, Role.ADMIN)
may_answer = holds(Role.CADRE)


def is_about(user: User, story: Story) -> bool:
    return story.business.owner.user_id == user.pk
