"""What waits for a person on `/beranda/` because of monthly reports."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day, figure
from umkm.regions.scoping import coordinates

from .reports.discipline import last_due, late_now
from .reports.filters import NOT_IN
from .reports.months import month_code, month_words, today
from .reports.own import OwnBooks, own_books


def for_owner(user: User) -> Iterator[Waiting]:
    """The report that waits, or the opening balance."""
    for books in own_books(user):
        if books.is_pilot and (found := _own(books)):
            yield found


def _own(books: OwnBooks) -> Waiting | None:
    url = reverse("book_detail", args=[books.business.pk])
    words = {"business": books.business.name}
    if not books.has_books:
        return Waiting(
            _("Mulai pembukuan %(business)s") % words,
            _("Isi saldo awal sekali saja. Sesudah itu laporan bulanan selesai dalam sepuluh menit."),
            url,
            _("Isi saldo awal"),
            urgency=25,
        )
    if books.first_owed is None or books.due_on is None:
        return None
    title = _("Laporan %(month)s menunggu") % {"month": month_words(books.first_owed)}
    if books.is_overdue:
        text = _("%(business)s: tenggatnya %(day)s sudah lewat. Tetap kirimkan.")
    else:
        text = _("%(business)s: paling lambat %(day)s.")
    text %= words | {"day": day(books.due_on)}
    return Waiting(title, text, url, _("Isi laporan"), urgency=12 if books.is_overdue else 22)


def for_followers(user: User) -> Iterator[Waiting]:
    """How many pilots within one's reach have not sent the report that is due."""
    if not (user.has_role(Role.JAMKRINDO) or coordinates(user)):
        return
    late = late_now(Pilot.objects.active().visible_to(user)).count()
    if not late:
        return
    month = last_due(today())
    yield Waiting(
        title=_("Laporan %(month)s belum lengkap") % {"month": month_words(month)},
        text=_("%(number)s usaha percontohan belum mengirimnya, padahal tenggatnya sudah lewat.")
        % {"number": figure(late)},
        url=f"{reverse('report_list')}?bulan={month_code(month)}&status={NOT_IN}",
        action=_("Lihat siapa saja"),
        urgency=32,
        count=late,
    )
