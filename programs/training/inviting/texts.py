"""What messages to substitutes and about series say. Pure functions returning (title, body)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.training.choices import JOINED_BY_LINK, InvitationState, SessionState
from programs.training.messages import Text, facts_of
from programs.training.models import Invitation, Substitute


def substitute_text(invitation: Invitation, substitute: Substitute, *, is_released: bool = False) -> Text:
    """How it stands for the one who comes instead. The link to answer stays with the person invited."""
    session = invitation.session
    values = {"who": invitation.person, "business": invitation.business, "module": session.module}
    if session.state == SessionState.CANCELLED:
        title = _("Pelatihan dibatalkan: %(module)s")
        opening = _(
            "Pelatihan yang akan Anda hadiri menggantikan %(who)s dibatalkan. Anda tidak perlu datang."
        )
    elif is_released or not invitation.holds_or_waits:
        title = _("Anda tidak perlu datang: %(module)s")
        opening = _("Anda tidak lagi tercatat menggantikan %(who)s (%(business)s) di pelatihan ini.")
    elif invitation.state == InvitationState.WAITING:
        title = _("Anda ada di daftar tunggu: %(module)s")
        opening = _(
            "%(who)s (%(business)s) menyebut Anda sebagai pengganti di pelatihan ini. Tempatnya masih penuh; "
            "kami mengabari Anda bila ada tempat."
        )
    else:
        title = _("Anda menggantikan %(who)s: %(module)s")
        opening = _(
            "%(who)s (%(business)s) menyebut Anda sebagai penggantinya. Anda terdaftar sebagai peserta."
        )
    lines = [_("Yth. %(name)s,") % {"name": substitute}, "", opening % values, ""]
    lines += facts_of(session, invitation.province.time_zone)
    if session.mode in JOINED_BY_LINK and invitation.state == InvitationState.CONFIRMED and not is_released:
        lines.append(_("Tautan untuk bergabung: %(link)s") % {"link": session.link})
    lines += ["", _("Bila ini keliru, beri tahu %(who)s.") % values]
    return title % values, "\n".join(lines)
