"""What messages about tests and feedback say. Pure functions returning (title, body)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.training.choices import AssessmentKind
from programs.training.messages import Text, time_of
from programs.training.models import Invitation
from soksi_portal.common.display import moment

from .tokens import absolute, feedback_path, sitting_path
from .windows import feedback_window


def pre_test_text(invitation: Invitation) -> Text:
    session = invitation.session
    title = _("Tes awal sebelum pelatihan: %(module)s") % {"module": session.module}
    lines = [
        _("Yth. %(name)s,") % {"name": invitation.person.full_name},
        "",
        _(
            "Sebelum pelatihan, jawab beberapa soal pendek. Tidak ada lulus atau gagal; pelatih hanya ingin tahu "
            "apa yang perlu diterangkan lebih lama."
        ),
        "",
        _("Kerjakan di sini, tanpa perlu masuk: %(url)s")
        % {"url": absolute(sitting_path(invitation, AssessmentKind.PRE))},
        "",
        _("Pelatihan: %(time)s") % {"time": time_of(session, invitation.province.time_zone)},
    ]
    return title, "\n".join(lines)


def feedback_text(invitation: Invitation, *, with_test: bool) -> Text:
    """One message after the session for both: few messages are read."""
    session = invitation.session
    title = _("Sesudah pelatihan: %(module)s") % {"module": session.module}
    lines = [
        _("Yth. %(name)s,") % {"name": invitation.person.full_name},
        "",
        _("Terima kasih sudah mengikuti pelatihan ini."),
        "",
    ]
    if with_test:
        url = absolute(sitting_path(invitation, AssessmentKind.POST))
        lines += [_("Kerjakan tes akhirnya, tanpa perlu masuk: %(url)s") % {"url": url}, ""]
    closes = moment(feedback_window(session).closes_at, invitation.province.time_zone)
    lines += [
        _("Bagaimana pelatihannya? Jawab tiga pertanyaan. Pelatih tidak melihat nama Anda: %(url)s")
        % {"url": absolute(feedback_path(invitation))},
        "",
        _("Dibuka sampai %(time)s.") % {"time": closes},
    ]
    return title, "\n".join(lines)
