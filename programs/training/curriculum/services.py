"""Modules, what they build on, the path of a phase, and materials."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from programs.training.choices import AssessmentKind, MaterialKind
from programs.training.errors import CurriculumRefused, MaterialRefused
from programs.training.models import Material, Module, ModuleTest, PhaseModule, Prerequisite
from programs.training.models.materials import FOLDER, material_storage
from programs.training.services.taken import refused_where_taken
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because

from .files import Content, read_material
from .permissions import may_add_material, may_remove_material
from .walls import MOST_MATERIALS

ORPHAN_AFTER = timedelta(hours=24)  # no request lasts as long: a file without a row is then nobody's

log = logging.getLogger(__name__)


@transaction.atomic
def save_module(*, module: Module, requires: Iterable[Module], by: User) -> Module:
    """A new module or a changed one, with what it builds on. Raises CurriculumRefused."""
    sentence = _("Kode %(code)s sudah dipakai modul lain. Pilih kode lain.") % {"code": module.code}
    taken = refused_where_taken("training_module_code", CurriculumRefused(sentence, field="code"))
    with because(_("Modul disimpan."), by=by):
        with taken:
            module.save()
        wanted = {one.pk: one for one in requires}
        known = set(module.prerequisites.values_list("requires_id", flat=True))
        module.prerequisites.filter(requires_id__in=known - wanted.keys()).delete()

        def write() -> None:
            for pk in sorted(wanted.keys() - known):
                Prerequisite.objects.create(module=module, requires=wanted[pk])

        _at_the_wall(write)
    _refuse_mark_without_test(module)
    return module


def _refuse_mark_without_test(module: Module) -> None:
    """Nobody reaches a score that nobody can be given. The module's row, just written, keeps its questions meanwhile."""
    if module.pass_mark is None:
        return
    if not ModuleTest.objects.asked().filter(module=module, kind=AssessmentKind.POST).exists():
        raise CurriculumRefused(
            _("Tulis dahulu soal tes akhir modul ini, baru tetapkan nilainya."), field="pass_mark"
        )


@transaction.atomic
def set_path(*, phase: Phase, modules: Sequence[Module], by: User) -> list[PhaseModule]:
    """The modules of a phase in their order; each after what it builds on. Raises CurriculumRefused."""
    phase = Phase.objects.select_for_update().get(pk=phase.pk)
    if phase.state == PhaseState.CLOSED:
        raise CurriculumRefused(_("Tahap ini sudah ditutup, jadi jalurnya tetap seperti waktu itu."))
    if len({one.pk for one in modules}) != len(modules):
        raise CurriculumRefused(_("Setiap modul hanya sekali dalam jalur."))
    with because(_("Jalur pelatihan diatur."), by=by):
        phase.path.exclude(module__in=modules).delete()
        known = {step.module_id: step for step in phase.path.all()}

        def write() -> None:
            for position, module in enumerate(modules, start=1):
                step = known.get(module.pk) or PhaseModule(phase=phase, module=module)
                if step.position != position:
                    step.position = position
                    step.save()

        _at_the_wall(write)
    return list(phase.path.select_related("module"))


def _at_the_wall(write: Callable[[], None]) -> None:
    """Let the database say at once, and not at the end, whether everything is in order."""
    try:
        with transaction.atomic():
            write()
            with transaction.get_connection().cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        if "no_circle" in str(error) or "prerequisite_is_another" in str(error):
            raise CurriculumRefused(
                _("Modul ini sudah mendahului salah satu modul yang dipilih, jadi akan berputar."),
                field="requires",
            ) from error
        if "path_in_order" in str(error):
            raise CurriculumRefused(
                _(
                    "Dalam jalur sebuah tahap, modul harus sesudah modul yang mendahuluinya. Atur urutannya dahulu."
                ),
                field="requires",
            ) from error
        raise


def add_file(*, module: Module, title: str, audience: str, upload: File[bytes], by: User) -> Material:
    """Raises MaterialRefused. The file goes again when its row does not come to be."""
    _must_be_addable(module, by)  # before the work of looking into it
    content = read_material(upload)
    name = ""
    try:
        with transaction.atomic():
            material = Material(
                module=_locked(module, by),
                title=title,
                audience=audience,
                kind=content.kind,
                sha256=content.sha256,
                size=len(content.raw),
                uploaded_by=by,
            )
            _refuse_again(material)
            name = _stored(material, content)
            _added(material, by)
    except BaseException:
        if name:
            _delete_quietly(name)
        raise
    return material


@transaction.atomic
def add_link(*, module: Module, title: str, audience: str, link: str, by: User) -> Material:
    """Raises MaterialRefused."""
    material = Material(
        module=_locked(module, by),
        title=title,
        audience=audience,
        kind=MaterialKind.LINK,
        link=link,
        uploaded_by=by,
    )
    _refuse_again(material)
    _added(material, by)
    return material


def _must_be_addable(module: Module, by: User) -> None:
    if not may_add_material(by, module):
        raise MaterialRefused(_("Hanya staf dan pelatih modul ini yang menambah materi."))


def _locked(module: Module, by: User) -> Module:
    """Those who add at the same moment wait for each other here."""
    module = Module.objects.select_for_update(no_key=True).get(pk=module.pk)
    _must_be_addable(module, by)
    if module.materials.kept().count() >= MOST_MATERIALS:
        raise MaterialRefused(
            _("Satu modul menyimpan paling banyak %(most)d materi. Hapus satu dahulu.")
            % {"most": MOST_MATERIALS}
        )
    return module


def _refuse_again(material: Material) -> None:
    same = material.module.materials.kept().filter(
        audience=material.audience, sha256=material.sha256, link=material.link
    )
    if same.exists():
        raise MaterialRefused(
            _("Materi ini sudah ada: %(title)s.") % {"title": same[0]},
            field="link" if material.is_link else "file",
        )


def _stored(material: Material, content: Content) -> str:
    try:
        material.file.save("", ContentFile(content.raw), save=False)
    except Exception as error:  # each storage fails in its own words
        log.exception("a material was not stored")
        raise MaterialRefused(
            _("Berkas ini belum bisa disimpan. Coba lagi beberapa menit lagi."), field="file"
        ) from error
    return str(material.file.name)


def _added(material: Material, by: User) -> None:
    with because(_("Materi ditambahkan."), by=by):
        material.save(force_insert=True)


@transaction.atomic
def remove_material(*, material: Material, by: User) -> Material:
    """The row stays, the file goes. Twice is once. Raises MaterialRefused."""
    material = Material.objects.select_for_update(of=("self",)).select_related("module").get(pk=material.pk)
    if not may_remove_material(by, material):
        raise MaterialRefused(_("Hanya staf dan yang menambahkannya yang menghapus materi."))
    if material.removed_at is None:
        material.removed_at, material.removed_by = timezone.now(), by
        with because(_("Materi dihapus."), by=by):
            material.save(update_fields=["removed_at", "removed_by"])
        transaction.on_commit(lambda: _delete_file(material), robust=True)
    return material


def _delete_file(material: Material) -> int:
    """What fails is tried again by `sweep_materials`: the row keeps the name until it worked."""
    if not material.file:
        return 0
    material_storage().delete(str(material.file.name))
    Material.objects.filter(pk=material.pk).update(file="")
    return 1


def _delete_quietly(name: str) -> None:
    try:
        material_storage().delete(name)
    except Exception:  # as above; `sweep_materials` finds it
        log.exception("a file without a row was not deleted")


def sweep_materials() -> int:
    """Delete the files of removed materials and those that no row names: how many."""
    storage = material_storage()
    removed = Material.objects.filter(removed_at__isnull=False).exclude(file="")
    gone = sum(_delete_file(material) for material in removed.iterator())
    try:
        folders = storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return gone
    for folder in folders:
        names = {f"{FOLDER}/{folder}/{name}" for name in storage.listdir(f"{FOLDER}/{folder}")[1]}
        for name in names - set(Material.objects.filter(file__in=names).values_list("file", flat=True)):
            if storage.get_modified_time(name) < timezone.now() - ORPHAN_AFTER:
                storage.delete(name)
                gone += 1
    return gone
