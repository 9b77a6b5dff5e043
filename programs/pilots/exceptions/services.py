"""A rule of a phase is set aside for one business: one person asks with a reason, another decides."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.choices import ExceptionState, NeedRule
from programs.pilots.errors import NotExceptable, ReasonMissing
from programs.pilots.models import EligibilityException
from programs.pilots.permissions import may_nominate_business
from programs.pilots.services.eligibility import refuse_phase
from programs.pilots.services.locking import hold_phase
from programs.pilots.services.needs import NEEDS, exceptions_of
from programs.pilots.walls import REASON_LENGTH
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import moment
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business

from .messages import tell_exception_decided
from .permissions import may_decide_exceptions, may_decide_on


@transaction.atomic
def ask_exception(
    *, business: Business, phase: Phase, rule: NeedRule, reason: str, by: User
) -> EligibilityException:
    """Ask that one rule is set aside; whom this serves reads the reason. Raises NotExceptable, PhaseNotOpen,
    ReasonMissing.
    """
    reason = _checked(reason, "reason")
    hold_phase(phase.pk)
    phase = Phase.objects.get(pk=phase.pk)
    business = (
        Business.objects.select_for_update(of=("self",), no_key=True)
        .select_related("owner", "province")
        .get(pk=business.pk)
    )
    if business.owner.user_id == by.pk or not may_nominate_business(by, business):
        raise NotExceptable(_("Hanya pihak yang mengusulkan usaha ini yang meminta pengecualian."))
    refuse_phase(business, phase, by)
    if business.state != BusinessState.VERIFIED or not NEEDS[rule](business, phase).refusal:
        raise NotExceptable(_("Usaha ini tidak perlu pengecualian untuk syarat itu."))
    earlier = exceptions_of(business, phase).get(rule)
    if earlier is not None and earlier.state != ExceptionState.REFUSED:
        raise NotExceptable(
            _("%(who)s sudah memintanya pada %(at)s. Statusnya: %(state)s.")
            % {
                "who": earlier.asked_by,
                "at": moment(earlier.asked_at, business.province.time_zone),
                "state": earlier.get_state_display(),
            }
        )
    with because(reason, by=by):
        return EligibilityException.objects.create(
            phase=phase, business=business, rule=rule, reason=reason, asked_by=by
        )


@transaction.atomic
def decide_exception(
    *, exception: EligibilityException, approves: bool, by: User, answer: str = ""
) -> EligibilityException:
    """Another person approves, or refuses with a reason; who asked is told. Raises NotExceptable, ReasonMissing."""
    answer = answer.strip() if approves else _checked(answer, "answer")
    rows = EligibilityException.objects.select_for_update(of=("self",))
    exception = rows.select_related(
        "phase", "business__owner", "business__province", "asked_by", "decided_by"
    ).get(pk=exception.pk)
    if not exception.is_open:
        raise NotExceptable(
            _("Pengecualian ini sudah diputuskan oleh %(who)s pada %(at)s.")
            % {
                "who": exception.decided_by,
                "at": moment(exception.decided_at, exception.business.province.time_zone),
            }
        )
    if not may_decide_on(by, exception):
        raise NotExceptable(
            _("Orang lain yang memutuskan: bukan yang meminta, dan bukan pemilik usahanya.")
            if may_decide_exceptions(by)
            else _("Pengurus pusat, Jamkrindo, atau administrator yang memutuskan pengecualian.")
        )
    exception.state = ExceptionState.APPROVED if approves else ExceptionState.REFUSED
    exception.decided_by, exception.decided_at, exception.answer = by, timezone.now(), answer
    with because(answer or str(exception.get_state_display()), by=by):
        exception.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    tell_exception_decided(exception)
    return exception


def _checked(words: str, field: str) -> str:
    words = words.strip()
    if len(words) < REASON_LENGTH:
        raise ReasonMissing(
            _("Tulis alasannya paling sedikit %(least)d huruf. Anda menulis %(typed)d.")
            % {"least": REASON_LENGTH, "typed": len(words)},
            field=field,
        )
    return words
