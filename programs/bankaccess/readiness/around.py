"""What readiness tells elsewhere: the bank's file, the start page, a person's data; and what a decline leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.bankaccess.choices import DeclineReason
from programs.bankaccess.models import ReadinessScore, Referral, Step
from programs.bankaccess.referrals.registry import Section as FileSection
from programs.mentoring.actions.services import Task, give_tasks
from programs.mentoring.matching.choices import Side
from programs.mentoring.matching.permissions import assignment_of, may_give_tasks
from programs.mentoring.reports.months import today
from programs.pilots.models import Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.common.display import day
from umkm.businesses.models import Business
from umkm.cadres.models import Cadre

from .scoring import from_rows
from .wording import groups_of, steps_of

MOST = 2  # businesses on the start page
TIME_TO_MEND = timedelta(days=30)  # a month: the next report is in by then
MENDING = {
    DeclineReason.PAPERS: gettext_lazy("Lengkapi dokumen yang diminta bank."),
    DeclineReason.BOOKS: gettext_lazy("Lengkapi laporan bulanan dan kirim tepat waktu."),
    DeclineReason.INCOME: gettext_lazy("Naikkan laba: periksa harga jual dan biaya bersama pendamping."),
    DeclineReason.DEBT: gettext_lazy("Kurangi kewajiban yang masih berjalan."),
    DeclineReason.SLIK: gettext_lazy("Selesaikan tunggakan, lalu unggah hasil SLIK yang baru."),
    DeclineReason.COLLATERAL: gettext_lazy("Siapkan agunan, atau bahas penjaminan dengan pendamping."),
    DeclineReason.YOUNG: gettext_lazy("Teruskan pembukuan sampai usaha cukup lama berjalan."),
    DeclineReason.SURVEY: gettext_lazy("Benahi tempat usaha sesuai catatan survei bank."),
    DeclineReason.PRODUCT: gettext_lazy("Pilih produk lain yang cocok bersama pendamping."),
    DeclineReason.OTHER: gettext_lazy("Bahas alasan bank dengan pendamping, dan sepakati perbaikannya."),
}


def file_section(business: Business) -> Iterable[FileSection]:
    """As it was counted last: with its day and version, so that the owner and the bank read the same."""
    scores = ReadinessScore.objects.of_owner_now().filter(business=business)
    score = scores.select_related("rubric").order_by("-number").first()
    if score is None or not score.points:
        return
    words = _(
        "%(number)s dari 100, dihitung portal dari catatan usaha pada %(day)s (rubrik versi %(version)s)."
    )
    facts = {"number": score.whole, "day": day(score.day), "version": score.rubric.number}
    rows = [
        (one.title, one.told, f"{one.number} / {one.most}")
        for group in groups_of(from_rows(score.points), business.pk)
        for one in group.points
    ]
    yield FileSection(
        _("Kesiapan akses bank"), (words % facts,), ((_("Yang dinilai"), _("Catatan"), _("Nilai")), *rows)
    )


def give_tasks_after_decline(referral: Referral, step: Step) -> None:
    """The owner's task by the bank's reason. Given by the mentor, else by who prepared the referral; without
    either there is nobody to confirm it, and staff read the reason on the referral.
    """
    assignment = assignment_of(referral.business_id)
    candidates = [assignment.mentor.user] if assignment else []
    giver = next((one for one in (*candidates, referral.prepared_by) if may_give_tasks(one)), None)
    if giver is None:
        return
    what = str(MENDING[DeclineReason(step.reason)])
    task = Task(owner=Side.CADRE, what=what, due_on=today() + TIME_TO_MEND)
    give_tasks(business=referral.business, tasks=[task], by=giver, follows=True)


def for_owner(user: User) -> Iterator[Waiting]:
    """The step that gains the most, of what was counted last."""
    if not user.has_role(Role.CADRE):
        return
    own = Pilot.objects.active().filter(business__owner__user=user).values("business")
    for score in ReadinessScore.objects.of_owner_now().latest_of(own).select_related("business")[:MOST]:
        steps = steps_of(from_rows(score.points), score.business_id, most=1)
        if steps:
            yield Waiting(
                title=_("Kesiapan bank %(business)s: %(number)s dari 100")
                % {"business": score.business.name, "number": score.whole},
                text=steps[0].text,
                url=reverse("readiness_detail", args=[score.business_id]),
                action=_("Lihat langkahnya"),
                urgency=60,
            )


def held(user: User) -> Iterable[Section]:
    scores = ReadinessScore.objects.of_owner_now().filter(business__owner__user=user)
    yield Section(
        key="kesiapan",
        title=_("Kesiapan akses bank"),
        purpose=_("Untuk menunjukkan langkah yang membuat usaha Anda siap ke bank."),
        records=tuple(
            _record(one)
            for one in scores.select_related("business", "rubric").order_by("business_id", "-number")
        ),
        empty=_("Kesiapan usaha Anda belum dihitung."),
        rank=54,
    )


def _record(score: ReadinessScore) -> Record:
    points = [
        Fact(one.point.key, one.title, f"{one.number} / {one.most}: {one.told}")
        for group in groups_of(from_rows(score.points), score.business_id)
        for one in group.points
    ]
    return Record(
        title=f"{score.business.name}, {day(score.day)}",
        url=reverse("readiness_detail", args=[score.business_id]),
        when=score.counted_at,
        facts=(
            Fact("nilai", _("Nilai"), score.whole),
            Fact("rubrik", _("Rubrik"), str(score.rubric)),
            *points,
        ),
    )


def erase(cadre: Cadre) -> None:
    """The totals stay for the programme; what they were made of goes."""
    ReadinessScore.objects.filter(business__owner=cadre).exclude(points=[]).update(points=[])
