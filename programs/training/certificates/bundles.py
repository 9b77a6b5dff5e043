"""The ZIP of a session: asked for, packed in the background, fetched, and thrown away."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from programs.training.models import Certificate, CertificateRun, Session
from programs.training.models.certificates import ALIVE, FOLDER, bundle_storage
from programs.training.services.locking import lock_session
from soksi_portal.accounts.models import User
from soksi_portal.common.background import once_committed

from .pdf import certificate_pdf
from .printing import face_of

KEPT = timedelta(days=2)  # it is made again in seconds
ORPHAN_AFTER = timedelta(hours=24)  # no packing lasts as long: a file without a row is then nobody's
TASK = "programs.training.tasks.run_certificates"
STEP = 25  # certificates between two signs of life


@transaction.atomic
def start_run(*, session: Session, by: User) -> CertificateRun:
    """The run that is under way, or a new one; two who ask at once get the same."""
    session = lock_session(session)
    run = session.certificate_runs.filter(finished_at=None).first()
    if run is None:
        drop_bundles(session)
        run = CertificateRun.objects.create(session=session, requested_by=by)
    once_committed(TASK, run.pk)
    return run


def drop_bundles(session: Session) -> None:
    """What was packed no longer is what stands: nobody fetches it from this transaction on.

    A file that does not go then is nobody's, and found by `sweep_bundles`.
    """
    packed = CertificateRun.objects.filter(session=session).exclude(file="")
    names = list(packed.values_list("file", flat=True))
    packed.update(file="")
    transaction.on_commit(lambda: _delete(names), robust=True)


def _delete(names: Sequence[str]) -> None:
    for name in names:
        bundle_storage().delete(name)


def claim(run_id: int) -> CertificateRun | None:
    """The run, if nobody else works on it."""
    now = timezone.now()
    free = Q(heartbeat_at=None) | Q(heartbeat_at__lt=now - ALIVE)
    if not CertificateRun.objects.filter(free, pk=run_id, finished_at=None).update(heartbeat_at=now):
        return None
    return CertificateRun.objects.select_related("session", "requested_by").get(pk=run_id)


def left_alone() -> list[int]:
    """Runs that nobody works on: never begun, or whose worker has died."""
    since = timezone.now() - ALIVE
    silent = Q(heartbeat_at=None, requested_at__lt=since) | Q(heartbeat_at__lt=since)
    return list(CertificateRun.objects.filter(silent, finished_at=None).values_list("pk", flat=True))


def pack(run: CertificateRun) -> bool:
    """One ZIP of what stands. False where that changed meanwhile, so that it is packed anew."""
    wanted = list(_standing(run.session))
    with tempfile.TemporaryFile() as file:
        _write(file, wanted, run)
        file.seek(0)
        run.file.save("", File(file), save=False)
    name = str(run.file.name)
    try:
        is_current = _hand_over(run, name, [one.pk for one in wanted])
    except BaseException:
        bundle_storage().delete(name)
        raise
    if not is_current:
        bundle_storage().delete(name)
    return is_current


def _standing(session: Session) -> Any:
    return Certificate.objects.standing().filter(session=session).order_by("name", "pk")


def _write(file: IO[bytes], certificates: Sequence[Certificate], run: CertificateRun) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        for done, certificate in enumerate(certificates, start=1):
            bundle.writestr(file_name(certificate), certificate_pdf(face_of(certificate)))
            if done % STEP == 0 or done == len(certificates):
                note(run, total=len(certificates), packed=done)


def note(run: CertificateRun, **numbers: int) -> None:
    CertificateRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now(), **numbers)


@transaction.atomic
def _hand_over(run: CertificateRun, name: str, packed: list[int]) -> bool:
    session = lock_session(run.session)
    if packed != [pk for (pk,) in _standing(session).values_list("pk")]:
        return False
    still_open = CertificateRun.objects.filter(pk=run.pk, finished_at=None)
    return bool(still_open.update(file=name, finished_at=timezone.now(), packed=len(packed)))


def file_name(certificate: Certificate) -> str:
    """`siti-aminah-SJ-2026-7KQ4-9MXD.pdf`: the name first, so that a folder of them sorts by it."""
    return f"{slugify(certificate.name)[:60] or 'sertifikat'}-{certificate.number}.pdf"


def sweep_bundles() -> int:
    """Delete the files that have been kept long enough, and those that no row names: how many."""
    storage = bundle_storage()
    gone = 0
    for run in CertificateRun.objects.filter(finished_at__lt=timezone.now() - KEPT).exclude(file=""):
        storage.delete(str(run.file.name))
        gone += CertificateRun.objects.filter(pk=run.pk, file=run.file.name).update(file="")
    try:
        folders = storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return gone
    for folder in folders:
        names = {f"{FOLDER}/{folder}/{name}" for name in storage.listdir(f"{FOLDER}/{folder}")[1]}
        for name in names - set(CertificateRun.objects.filter(file__in=names).values_list("file", flat=True)):
            if storage.get_modified_time(name) < timezone.now() - ORPHAN_AFTER:
                storage.delete(name)
                gone += 1
    return gone
