"""Ways of reading tests: where one person stands, and a whole session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from programs.training.certificates import needs
from programs.training.choices import AssessmentKind, SittingMethod
from programs.training.models import Feedback, Invitation, ModuleTest, Question, RoomOpening, Session, Sitting

from .sitting import current_window, may_sit_again
from .tokens import feedback_path, sitting_path
from .windows import Window, feedback_window, may_open_in_room, takes_part, window_of


@dataclass(frozen=True)
class Line:
    """One question as somebody answered it; `chosen` 0 is not answered."""

    question: Question
    chosen: int

    @property
    def is_right(self) -> bool:
        return self.chosen == self.question.answer

    @property
    def chosen_words(self) -> str:
        return str(self.question.choices[self.chosen - 1]) if self.chosen else ""


@dataclass(frozen=True)
class Desk:
    """Where one person stands with one test: what the page shows, and what may be done next."""

    invitation: Invitation
    kind: AssessmentKind
    window: Window
    test: ModuleTest | None  # the one that was begun, or the one in force
    sitting: Sitting | None  # the latest

    @property
    def may_take_part(self) -> bool:
        return takes_part(self.invitation)

    @property
    def is_running(self) -> bool:
        return bool(self.sitting and not self.sitting.is_finished and self.window.takes_answers)

    @property
    def may_start(self) -> bool:
        if not (self.test and self.may_take_part and self.window.is_open):
            return False
        return self.sitting is None or self.may_repeat

    @property
    def may_repeat(self) -> bool:
        return bool(
            self.sitting and self.sitting.is_finished and self.window.is_open and may_sit_again(self.sitting)
        )

    @cached_property
    def lines(self) -> list[Line]:
        if self.test is None:
            return []
        chosen = dict(self.sitting.answers.values_list("question", "choice")) if self.sitting else {}
        return [Line(one, chosen.get(one.pk, 0)) for one in self.test.questions.all()]

    @property
    def unanswered(self) -> list[Line]:
        return [line for line in self.lines if not line.chosen]

    def line_at(self, position: int) -> Line | None:
        return next((line for line in self.lines if line.question.position == position), None)

    @cached_property
    def shows_key(self) -> bool:
        """The right answers and why: after the post-test, for nobody who still may take it."""
        if self.kind == AssessmentKind.POST:
            return not self.may_repeat
        later = desk_of(self.invitation, AssessmentKind.POST)
        if later.test is None:
            return self.invitation.session.ends_at <= timezone.now()
        return later.window.is_over or bool(later.sitting and later.sitting.is_finished and later.shows_key)


def desk_of(invitation: Invitation, kind: AssessmentKind) -> Desk:
    """By the latest sitting; a second one that was begun and never handed in leaves the first as it was."""
    window = current_window(invitation, kind)
    sittings = list(invitation.sittings.select_related("test").filter(kind=kind).order_by("-number"))
    if len(sittings) > 1 and not sittings[0].is_finished and not window.takes_answers:
        del sittings[0]
    sitting = sittings[0] if sittings else None
    if sitting:
        sitting.invitation = invitation
    test = sitting.test if sitting else None
    if test is None:
        tests = ModuleTest.objects.asked().filter(module=invitation.session.module_id, kind=kind)
        test = tests.prefetch_related("questions").first()
    return Desk(invitation, kind, window, test, sitting)


@dataclass(frozen=True)
class Task:
    """A test or the form that waits for one person."""

    what: str  # a kind, or "feedback"
    url: str
    window: Window


def tasks_of(invitation: Invitation) -> list[Task]:
    """What this person may do now."""
    if not takes_part(invitation):
        return []
    found = []
    for kind in AssessmentKind:
        desk = desk_of(invitation, kind)
        if desk.may_start or desk.is_running:
            found.append(Task(kind.value, sitting_path(invitation, kind), desk.window))
    window = feedback_window(invitation.session)
    if window.is_open and not Feedback.objects.filter(invitation=invitation).exists():
        found.append(Task("feedback", feedback_path(invitation), window))
    return found


@dataclass(frozen=True)
class Standing:
    """A participant's own part on the page of a session."""

    tasks: list[Task]
    results: list[tuple[Sitting, str]]  # with the address of each
    lack: str  # what a certificate asks for and is not there


def standing_of(invitation: Invitation) -> Standing:
    finished = list(invitation.sittings.finished())
    results = []
    for kind in AssessmentKind:
        own = [one for one in finished if one.kind == kind]
        if own:
            best = max(own, key=lambda one: one.score or 0)
            results.append((best, sitting_path(invitation, kind)))
    there = needs.measured(invitation.session).filter(pk=invitation.pk, certificates=None).first()
    lack = needs.lack_words(invitation.session.module, there) if there else ""
    return Standing(tasks_of(invitation), results, lack)


@dataclass(frozen=True)
class Scores:
    """One person on the trainer's page."""

    invitation: Invitation
    sittings: list[Sitting]

    def _of(self, kind: AssessmentKind) -> list[Sitting]:
        return [one for one in self.sittings if one.kind == kind]

    @property
    def pre(self) -> Sitting | None:
        return next(iter(self._of(AssessmentKind.PRE)), None)

    @property
    def post(self) -> Sitting | None:
        """The best: what a certificate asks for."""
        finished = [one for one in self._of(AssessmentKind.POST) if one.is_finished]
        return max(finished, key=lambda one: one.score or 0) if finished else self.first_post

    @property
    def first_post(self) -> Sitting | None:
        return next(iter(self._of(AssessmentKind.POST)), None)

    def first(self, kind: AssessmentKind) -> Sitting | None:
        return self.pre if kind == AssessmentKind.PRE else self.first_post

    @property
    def gain(self) -> int | None:
        """Of the first sittings, as the tallies have it."""
        if self.pre is None or self.first_post is None:
            return None
        before, after = self.pre.score, self.first_post.score
        return None if before is None or after is None else after - before


@dataclass(frozen=True)
class KindInRoom:
    """One of the two tests of a session."""

    kind: AssessmentKind
    test: ModuleTest | None
    window: Window
    opened: bool
    may_open: bool
    done: int
    begun: int


@dataclass(frozen=True)
class Room:
    """A session with its tests, for the trainer."""

    session: Session
    kinds: list[KindInRoom]
    scores: list[Scores]

    def kind(self, kind: AssessmentKind) -> KindInRoom:
        return next(one for one in self.kinds if one.kind == kind)


def room_of(session: Session) -> Room:
    """Everyone who takes part, by name, and whoever did not but has a score; a few queries, however many there are."""
    openings = list(session.room_openings.all())
    tests = {one.kind: one for one in ModuleTest.objects.asked().filter(module=session.module_id)}
    invitations = list(
        session.invitations.live()
        .select_related("person", "substitute", "business", "attendance")
        .prefetch_related("sittings")
        .order_by("person__full_name", "pk")
    )
    scores = []
    for one in invitations:
        one.session = session
        sittings = sorted(one.sittings.all(), key=lambda sat: sat.number)
        if sittings or takes_part(one):
            scores.append(Scores(one, sittings))
    kinds = [_kind_in_room(session, kind, tests.get(kind), openings, scores) for kind in AssessmentKind]
    return Room(session, kinds, scores)


def _kind_in_room(
    session: Session,
    kind: AssessmentKind,
    test: ModuleTest | None,
    openings: Iterable[RoomOpening],
    scores: list[Scores],
) -> KindInRoom:
    first = [sat for one in scores if (sat := one.first(kind))]
    return KindInRoom(
        kind=kind,
        test=test,
        window=window_of(session, kind, openings),
        opened=any(one.kind == kind for one in openings),
        may_open=may_open_in_room(session, kind),
        done=sum(sat.is_finished for sat in first),
        begun=sum(not sat.is_finished for sat in first),
    )


def paper_lines(room: Room, kind: AssessmentKind) -> list[tuple[Scores, Sitting | None]]:
    """Those whose score may come from paper: nobody who has handed in on a phone."""
    return [
        (one, one.first(kind))
        for one in room.scores
        if not ((sat := one.first(kind)) and sat.is_finished and sat.method == SittingMethod.PHONE)
    ]
