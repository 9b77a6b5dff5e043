"""A thousand certificates at once: issued, printed and packed as one ZIP, against printing alone."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import typst

from programs.training.certificates import bundles, pdf
from programs.training.certificates.printing import face_of
from programs.training.certificates.running import run_certificates
from programs.training.models import Certificate, CertificateRun
from tests.benchmarks.databases import database, using
from tests.benchmarks.harness import Ratio, benchmark
from tests.programs.training.certificates.makers import make_crowd, make_held

NUMBER = 1_000
PLAIN = 200  # printed by the bare compiler, and counted up


@benchmark("certificates")
@contextmanager
def certificates() -> Iterator[Iterator[Ratio]]:
    with database("bench_certificates") as connection, using(connection):
        yield _measure()


def _measure() -> Iterator[Ratio]:
    session = make_held(capacity=NUMBER)
    make_crowd(session, NUMBER)
    run = bundles.start_run(session=session, by=session.trainer)
    begun = time.perf_counter()
    assert run_certificates(run_id=run.pk)
    seconds = time.perf_counter() - begun
    run = CertificateRun.objects.get(pk=run.pk)
    with run.file.open("rb") as file:
        assert len(zipfile.ZipFile(file).namelist()) == NUMBER
    plain = _printing() * NUMBER / PLAIN
    bundles.drop_bundles(session)
    what = (
        f"{NUMBER:,} issued, printed and packed ({seconds:.1f} s) against printing them by one bare compiler"
    )
    yield Ratio("certificates", what, seconds / plain, "<=2.5")


def _printing() -> float:
    """Seconds for PLAIN faces, by one compiler that is kept."""
    faces = [face_of(one) for one in Certificate.objects.order_by("pk")[:PLAIN]]
    compiler = typst.Compiler(pdf.TEMPLATE, root=pdf.TEMPLATE.parent, font_paths=pdf.printed_fonts())
    begun = time.perf_counter()
    for face in faces:
        compiler.compile(sys_inputs={"data": pdf.data_of(face)})
    return time.perf_counter() - begun
