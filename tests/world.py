"""One small world with a person in each role and a record for each address: who may reach what is asked of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from programs.bankaccess.readiness.loading import load_rubric
from programs.mentoring.models import Handover
from programs.mentoring.reports.months import last_complete, today
from programs.mentoring.statements.figures import month_after
from programs.partnership.choices import PhaseState
from programs.partnership.models import Signatory
from programs.pilots.choices import NeedRule, NominationState
from programs.pilots.graduation.services import ask_exception
from programs.pilots.models import Draft, EligibilityException, Mentor, Nomination, SeatOffer
from programs.training.calendars.subscriptions import renew_subscription
from programs.training.choices import AssessmentKind, InvitationState
from programs.training.curriculum.shared import materials_path
from programs.training.models import Holiday, Session, SessionSeries, TrainerAbsence
from programs.training.services import Guest, name_substitute
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.outbox.services import enqueue
from soksi_portal.outbox.troubles.services import report_trouble
from tests import factories as make
from tests.programs.bankaccess.makers import make_answer, make_bank_user, make_product, make_referral
from tests.programs.mentoring.makers import make_books, make_cash_book, make_receipt, make_report
from tests.programs.mentoring.visits.makers import (
    make_assignment,
    make_photo,
    make_task,
    make_visit,
)
from tests.programs.mentoring.visits.makers import make_mentor as make_mentor_profile
from tests.programs.partnership.makers import make_commitment, make_paper
from tests.programs.pilots.embryo import REASON, make_graduate, make_mentor, make_mentorship, make_story
from tests.programs.training.assessment.makers import make_test
from tests.programs.training.certificates.makers import make_certificate
from tests.programs.training.checkin.makers import make_scan
from tests.programs.training.inviting.makers import make_observer
from tests.umkm.businesses.importing.makers import as_csv, make_row, send
from umkm.businesses.changes.services import request_change
from umkm.businesses.choices import BusinessState, DocumentKind, KeyField, QuestionKind
from umkm.businesses.duplicates.finding import seek
from umkm.businesses.models import PossibleDuplicate
from umkm.businesses.ownership.services import Asker, ask
from umkm.cadres.choices import CadreState, ConsentPurpose, DataRequestKind
from umkm.cadres.models import ConsentText
from umkm.cadres.rights import services as rights

HOME, ELSEWHERE = "32", "91"


class World:
    """Everything belongs to `cadre` in Jawa Barat, and every session to `trainer`."""

    def __init__(self) -> None:
        self.home, self.elsewhere = make.make_province(HOME), make.make_province(ELSEWHERE)
        for version, purpose in (("1", ConsentPurpose.PROCESSING), ("usulan-1", ConsentPurpose.NOMINATION)):
            ConsentText.objects.create(
                version=version, purpose=purpose, body="Isi", valid_from=timezone.now()
            )
        self.owner = make.make_cadre(province=self.home)
        self.people: dict[str, User | None] = {
            "visitor": None,
            "cadre": self.owner.user,
            "cadre2": make.make_cadre(province=self.home).user,
            "coord": make.make_user(Role.COORDINATOR, province=self.home),
            "coord2": make.make_user(Role.COORDINATOR, province=self.elsewhere),
            "board": make.make_user(Role.BOARD),
            "jamk": make.make_user(Role.JAMKRINDO),
            "trainer": make.make_user(Role.TRAINER),
            "trainer2": make.make_user(Role.TRAINER),
            "bank": make.make_user(Role.BANK),
            "admin": make.make_user(Role.ADMIN),
        }
        self._sessions = {name: _signed_in(user) for name, user in self.people.items() if user}
        self._businesses()
        self._programme()
        self._requests()
        self._trainings()
        self._embryo()
        self._books()
        self._banks()
        self._mentoring()
        self.asked, self.to_erase = (
            rights.ask(user=self._person("cadre"), kind=kind)
            for kind in (DataRequestKind.ACCESS, DataRequestKind.ERASE)
        )
        self.message = enqueue(
            occasion="uji", subject_ref="uji:1", recipient=self.owner.user, title="Pesan", body="Isi"
        )
        self.trouble = report_trouble(
            address=self.owner.user.email, reason="550 tidak dikenal", at=timezone.now()
        )
        self.post = self._person("coord").posts.get()
        self.waiting_card = make.make_cadre(province=self.home, state=CadreState.SUBMITTED)
        later = timezone.localdate() + timedelta(days=30)  # nobody stands in today
        self.stand_in = make.make_stand_in(post=self.post, starts_on=later, ends_on=later)
        self.batch = send(as_csv([make_row(1)]), by=self._person("coord"))

    def client(self, name: str) -> Client:
        """A browser of its own for each request, so that signing out touches no other."""
        client = Client()
        if name in self._sessions:
            client.cookies["sessionid"] = self._sessions[name]
        return client

    def _person(self, name: str) -> User:
        user = self.people[name]
        assert user is not None
        return user

    def _businesses(self) -> None:
        self.draft, self.submitted, self.verified = (
            make.make_business(owner=self.owner, state=state)
            for state in (BusinessState.DRAFT, BusinessState.SUBMITTED, BusinessState.VERIFIED)
        )
        self.ktp = make.make_document(cadre=self.owner, kind=DocumentKind.KTP)
        self.photo = make.make_document(business=self.submitted)
        self.draft_photo = make.make_document(business=self.draft)

    def _programme(self) -> None:
        self.planned_phase = make.make_phase(provinces=[self.home], state=PhaseState.PLANNED)
        self.phase = make.make_phase(provinces=[self.home, self.elsewhere])
        self.memorandum = self.phase.memorandum
        self.signatory = Signatory.objects.create(
            memorandum=self.memorandum,
            organisation=self.memorandum.parties.get(),
            name="Nanang Warsio",
            office="Direktur",
        )
        self.commitment, self.paper = make_commitment(self.memorandum), make_paper(self.memorandum)
        self.amendment = self.memorandum.amendments.create(
            number=1, signed_on="2016-01-04", signed_at_place="Jakarta", summary="Uji"
        )
        self.nomination = self._nominated()
        accepted = {"decided_by": self._person("jamk"), "decided_at": timezone.now()}
        self.pilot = make.make_pilot(
            province=self.home, nomination=self._nominated(state=NominationState.ACCEPTED, **accepted)
        )
        waits = self._nominated(state=NominationState.WAITLISTED, waitlist_rank=1, **accepted)
        self.seat_offer = SeatOffer.objects.create(
            seat=self.phase.seats.get(province=self.home, number=2),
            nomination=waits,
            answer_by=timezone.now() + timedelta(days=7),
        )
        self.decisions_draft = Draft.objects.create(phase=self.phase, started_by=self._person("jamk"))

        self.eligibility_exception = EligibilityException.objects.create(
            phase=self.phase,
            business=self.verified,
            rule=NeedRule.YEARS,
            reason="Satu-satunya pengolah rumput laut di kabupaten ini.",
            asked_by=self._person("coord"),
        )

    def _requests(self) -> None:
        """What the owner asks of the coordinator, and two of hers that look alike."""
        asked = {"by": self.owner.user, "reason": "Uji", "evidence": make.make_evidence()}
        business = make.make_business(owner=self.owner)
        self.change = request_change(business=business, field=KeyField.NAME, value="Nama Baru", **asked)
        heir = self._person("cadre2").cadre
        self.offer = request_change(business=business, field=KeyField.OWNER, value=heir, **asked)
        alike = [make.make_business(owner=self.owner, name="Usaha Kembar") for _ in range(2)]
        seek(business_id=alike[1].pk)
        self.pair = PossibleDuplicate.objects.get(first=alike[0], second=alike[1])
        make.make_business(province=self.home, nib="9120001234567")
        self.question = ask(
            kind=QuestionKind.NIB,
            number="9120001234567",
            words="Milik saya.",
            asker=Asker(user=self.owner.user),
        )

    def _nominated(self, **fields: Any) -> Nomination:
        business = make.make_business(owner=self.owner)
        return make.make_nomination(
            phase=self.phase, business=business, nominated_by=self._person("coord"), **fields
        )

    def _trainings(self) -> None:
        """One session in ten days, and one that runs now with a guest who is expected."""
        now = timezone.now()
        series = SessionSeries.objects.create(rhythm="weekly", created_by=self._person("jamk"))
        self.session = self._session(series=series)
        self.running = self._session(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
        self.invitation = make.make_invitation(session=self.session, pilot=self.pilot)
        self.expected = make.make_invitation(
            session=self.running, pilot=self.pilot, state=InvitationState.CONFIRMED
        )
        self.sheet_scan = make_scan(self.running)
        self.certificate = make_certificate(
            session=self._session(starts_at=now - timedelta(days=20)), pilot=self.pilot
        )
        self.observer = make_observer(self.session, rank=2)
        make_test(self.running.module, AssessmentKind.POST)
        self._curriculum(now)

    def _embryo(self) -> None:
        """The owner as pembina who was just asked, another one of hers as pembina, and a story she is asked about."""
        graduate, other = (make_graduate(province=self.home, owner=self.owner) for _ in range(2))
        self.graduate = make_graduate(province=self.home, owner=self.owner)
        told = make_graduate(province=self.home, owner=self.owner)
        self.mentor = make_mentor(pilot=graduate)
        self.invited_mentor = Mentor.objects.create(
            business=other.business,
            graduation=other.graduation,
            province=self.home,
            invited_by=self._person("coord"),
        )
        self.mentee = make.make_business(province=self.home)
        self.mentorship, self.asked_mentorship = (
            make_mentorship(mentor=self.mentor, state=state, business=make.make_business(province=self.home))
            for state in ("active", "proposed")
        )
        self.story = make_story(pilot=self.pilot, state="asked")
        self.agreed_story = make_story(pilot=graduate, state="agreed")
        self.draft_story = make_story(pilot=other)
        self.public_story = make_story(pilot=told, state="published")
        self.exception = ask_exception(pilot=self.pilot, reason=REASON, by=make.make_user(Role.JAMKRINDO))

    def _books(self) -> None:
        """A month that was sent, the next one being filled in, with a cash book and a receipt."""
        self.report = make_books(self.pilot.business, last=month_after(last_complete(today()), -1))[-1]
        self.report_sheet = make_report(self.pilot.business, last_complete(today()), sent=False)
        self.cash_book = make_cash_book(self.report_sheet)
        self.receipt = make_receipt(self.cash_book.entries.first())

    def _banks(self) -> None:
        """A referral that lies at the bank, and one at another bank that its owner is asked about."""
        business = make.make_business(owner=self.owner)
        product = make_product()
        assert product.bank is not None
        self.bank_post = make_bank_user(product.bank, user=self._person("bank")).bank_posts.get()
        self.referral = make_referral(state="sent", business=business, product=product)
        self.asked_referral = make_referral(business=business)
        self.credit_answer = make_answer(business)
        load_rubric()

    def _mentoring(self) -> None:
        """`jamk` mentors the pilot, and is asked to take over another business of the same owner."""
        mentor = make_mentor_profile(user=self._person("jamk"))
        assignment = make_assignment(self.pilot.business, mentor=mentor)
        self.asked_visit = make_visit(assignment, state="proposed")
        self.visit = make_visit(assignment)
        self.photo_of_visit = make_photo(make_visit(assignment, state="done"))
        self.task = make_task(assignment, owner="mentor")
        self.unmentored = make.make_pilot(province=self.home).business
        self.handover = Handover.objects.create(
            assignment=make_assignment(make.make_pilot(province=self.home).business),
            to_mentor=mentor,
            reason="Pindah tugas.",
            offered_by=self._person("admin"),
        )

    def _curriculum(self, now: datetime) -> None:
        trainer = self._person("trainer")
        self.subscription = renew_subscription(by=self._person("cadre"))
        self.material = make.make_material(module=self.session.module)
        later = self._session(module=self.session.module, starts_at=now + timedelta(days=40))
        sent = name_substitute(
            invitation=make.make_invitation(session=later, pilot=self.pilot),
            guest=Guest(name="Dewi Anggraini", phone="+6281290001234"),
        )
        self.materials_word = materials_path(sent).split("/")[3]
        self.holiday = Holiday.objects.create(day=now.date(), name="Hari Uji")
        self.absence = TrainerAbsence.objects.create(
            trainer=trainer, starts_at=now + timedelta(days=90), ends_at=now + timedelta(days=91),
            reason="leave", created_by=trainer,
        )  # fmt: skip

    def _session(self, **when: Any) -> Session:
        return make.make_session(
            phase=self.phase, provinces=[self.home], trainer=self._person("trainer"), **when
        )


def _signed_in(user: User) -> str:
    user.set_password(make.PASSWORD)
    user.save()
    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)
