"""Members of SOKSI, and their consent to the processing of personal data (UU 27/2022)."""

from __future__ import annotations

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.regions.constraints import regency_in_province
from umkm.regions.scoping import ScopedQuerySet
from umkm.regions.tallies import TallyEntry, tally_triggers

from ..choices import CadreState, ConsentPurpose, Sex
from ..walls import cadre_triggers


class CadreQuerySet(ScopedQuerySet["Cadre"]):
    def own_of(self, user: Any) -> Q:
        return Q(user=user)

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user).filter(processed_for(user, "pk", own=Q(user=user)))

    def restricted(self) -> Self:
        return self.filter(restricted_at__isnull=False)


def processed_for(user: Any, path: str, *, own: Q | None = None) -> Q:
    """The condition that leaves out what belongs to a member whose data is not to be processed: for all but admins and
    the member. `path` leads to the member. Those few are found by an index of their own, so that lists stay fast.
    """
    if not user.is_authenticated or user.has_role(Role.ADMIN):
        return Q()
    others = ~Q(**{f"{path}__in": Cadre.objects.restricted().values("pk")})
    return others if own is None else others | own


# by statement, so that a bulk load pays once; the trail has the keyed hash of the NIK, not the NIK
@pghistory.track(exclude=["nik_encrypted"], level=pghistory.Statement)
class Cadre(models.Model):
    """A member of SOKSI. Has an account once signed up; a bulk import may come before it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="cadre"
    )
    full_name = models.CharField(_("Nama lengkap"), max_length=120)
    phone = models.CharField(
        _("Nomor HP"), max_length=16, unique=True, null=True, blank=True
    )  # E.164; none once erased
    membership_number = models.CharField(_("Nomor anggota SOKSI"), max_length=30, blank=True)
    regency = models.ForeignKey("regions.Regency", models.PROTECT, related_name="+")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    nik_encrypted = models.BinaryField(_("NIK"), null=True, editable=False)
    nik_hash = models.BinaryField(max_length=16, null=True, unique=True, editable=False)
    sex = models.CharField(
        _("Jenis kelamin"), max_length=1, choices=Sex.choices, blank=True
    )  # told by the NIK
    state = models.CharField(_("Status"), max_length=10, choices=CadreState.choices, default=CadreState.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)
    # of a person without an account, who signed on paper; who has one has a Consent
    paper_consent_on = models.DateField(_("Persetujuan tertulis"), null=True, blank=True)
    paper_consent_text = models.ForeignKey(
        "cadres.ConsentText", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    # the person has asked for it, or withdrawn the consent: nothing is done with the data but keeping it
    restricted_at = models.DateTimeField(_("Dibatasi sejak"), null=True, blank=True)
    erased_at = models.DateTimeField(_("Dihapus pada"), null=True, blank=True)

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = _("kader")
        constraints = (
            models.CheckConstraint(
                condition=Q(phone__isnull=False) | Q(erased_at__isnull=False), name="cadre_phone_known"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(phone=None, nik_hash=None, membership_number=""),
                name="cadre_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(phone__regex=r"^\+62[0-9]{8,13}$"), name="cadre_phone_indonesian"
            ),
            models.CheckConstraint(condition=regency_in_province(), name="cadre_regency_in_province"),
            models.CheckConstraint(
                condition=Q(nik_encrypted=None, nik_hash=None)
                | Q(nik_encrypted__isnull=False, nik_hash__isnull=False),
                name="cadre_nik_with_hash",
            ),
            models.CheckConstraint(condition=Q(state__in=CadreState.values), name="cadre_state_known"),
            models.CheckConstraint(
                condition=Q(paper_consent_on=None, paper_consent_text=None)
                | Q(paper_consent_on__isnull=False, paper_consent_text__isnull=False),
                name="cadre_paper_consent_to_a_text",
            ),
            models.UniqueConstraint(
                "membership_number", condition=~Q(membership_number=""), name="cadre_membership_once"
            ),
        )
        indexes = (
            models.Index("state_since", "id", condition=Q(state=CadreState.SUBMITTED), name="cadre_waiting"),
            models.Index("province", "state", "state_since", "id", name="cadre_queue"),
            # few: lists leave them out by this index
            models.Index("id", condition=Q(restricted_at__isnull=False), name="cadre_restricted"),
        )
        triggers = cadre_triggers() + tally_triggers(
            name="cadre_tally",
            table="cadres_cadretally",
            rows="SELECT province_id, state AS measure, 1 AS amount FROM {rows} WHERE restricted_at IS NULL",
        )

    def __str__(self) -> str:
        return self.full_name


class CadreTally(TallyEntry):
    """How many cadres are in which state in each province, but for those whose data is not to be processed."""


class ConsentText(models.Model):
    """A version of a text that people consent to. Texts are never changed, only followed by a newer of the purpose."""

    version = models.CharField(_("Versi"), max_length=20, primary_key=True)
    purpose = models.CharField(
        _("Untuk"), max_length=12, choices=ConsentPurpose.choices, default=ConsentPurpose.PROCESSING
    )
    body = models.TextField(_("Teks"))
    valid_from = models.DateTimeField(_("Berlaku sejak"))

    class Meta:
        verbose_name = _("teks persetujuan")
        ordering = ("-valid_from",)
        triggers = (
            pgtrigger.Protect(name="consent_text_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.version


@pghistory.track()
class Consent(models.Model):
    """That a person consented to one version of the text; withdrawn, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("persetujuan")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "text"], condition=Q(withdrawn_at=None), name="consent_given_once"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="keep_consent", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="consent_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.user_id IS DISTINCT FROM NEW.user_id OR OLD.text_id IS DISTINCT FROM NEW.text_id"
                    " OR OLD.given_at IS DISTINCT FROM NEW.given_at OR OLD.withdrawn_at IS NOT NULL"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.text_id}"
