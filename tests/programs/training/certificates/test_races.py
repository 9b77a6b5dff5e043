"""People who press at the same instant. Real threads, real connections."""

from collections import Counter

import pytest

from programs.training.certificates.bundles import start_run
from programs.training.certificates.ending import reissue_certificate, withdraw_certificate
from programs.training.certificates.issuing import issue_certificate, issue_session
from programs.training.models import Attendance, Certificate, CertificateRun
from soksi_portal.outbox.models import Message
from tests.parallel import in_parallel
from tests.programs.training.certificates.makers import make_certificate, make_crowd, make_held, make_present

pytestmark = pytest.mark.django_db(transaction=True)


def test_six_presses_at_once_issue_each_certificate_once():
    session = make_held()
    people = make_crowd(session, 5)

    def press(number: int) -> int:
        if number % 2:
            return issue_session(session=session, by=session.trainer)
        issue_certificate(invitation=people[number], by=session.trainer)
        return 0

    assert all(isinstance(answer, int) for answer in in_parallel(press, range(5)))
    assert Certificate.objects.count() == Certificate.objects.standing().count() == 5
    assert Message.objects.count() == 5


def test_one_who_withdraws_and_one_who_corrects_at_once_end_it_once():
    certificate = make_certificate()
    by = certificate.session.created_by

    def act(kind: str) -> str:
        if kind == "withdraw":
            return withdraw_certificate(certificate=certificate, reason="Keliru.", by=by).ending
        return str(reissue_certificate(certificate=certificate, name=kind, reason="Ejaan.", by=by).stands)

    answers = Counter(in_parallel(act, ["withdraw", "Siti", "Sitti", "withdraw"]))
    assert answers["CertificateEnded"] == 3
    assert Certificate.objects.standing().count() == answers["True"]


def test_attendance_corrected_past_the_service_beside_an_issue_leaves_no_contradiction():
    session = make_held()
    invitation = make_present(session)

    def act(kind: str) -> str:
        if kind == "issue":
            return issue_certificate(invitation=invitation, by=session.trainer).name
        Attendance.objects.filter(invitation=invitation).update(status="absent")
        return "absent"

    in_parallel(act, ["issue", "absent"])
    status = Attendance.objects.get().status
    assert Certificate.objects.standing().count() == (status == "present")


def test_runs_asked_for_at_once_are_one():
    session = make_certificate().session
    in_parallel(lambda _: start_run(session=session, by=session.trainer).pk, range(4))
    assert CertificateRun.objects.count() == 1
