"""What this part puts on `/beranda/`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import ago

from ..models import Cadre, DataRequest
from ..permissions import may_handle_requests


def requests_waiting(user: User) -> Iterator[Waiting]:
    if may_handle_requests(user):
        yield from _for_admin(user)
    if Cadre.objects.restricted().filter(user=user, erased_at=None).exists():
        yield Waiting(
            title=_("Data Anda sedang tidak diproses"),
            text=_(
                "Usaha Anda tidak diperiksa dan tidak diusulkan selama pembatasan ini. Anda dapat mengakhirinya."
            ),
            url=reverse("my_data"),
            action=_("Lihat data saya"),
            urgency=40,
        )


def _for_admin(user: User) -> Iterator[Waiting]:
    now = timezone.now()
    found = (
        DataRequest.objects.open()
        .exclude(user=user)
        .aggregate(number=Count("pk"), first=Min("due_at"), late=Count("pk", filter=Q(due_at__lte=now)))
    )
    if not found["number"]:
        return
    if found["late"]:
        text = _("%(late)s di antaranya sudah lewat 3 × 24 jam. Jawab sekarang.") % found
    else:
        text = _("Yang pertama harus dijawab %(due)s.") % {"due": ago(found["first"])}
    yield Waiting(
        title=_("%(number)s permintaan data menunggu jawaban") % found,
        text=text,
        url=reverse("data_request_list"),
        action=_("Jawab"),
        urgency=5 if found["late"] else 12,
        count=found["number"],
    )
