"""Whether a business has programme credit already, and what SLIK says: as declared, dated, by whom."""

from __future__ import annotations

import uuid
from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import SlikStatus
from soksi_portal.accounts.choices import Role
from umkm.businesses.merged import own_or_merged
from umkm.businesses.models import Business
from umkm.businesses.models.documents import document_storage
from umkm.businesses.walls import NOT_MERGED
from umkm.cadres.models import processed_for

from .products import STAFF

SLIK_FOLDER = "slik"  # in the storage


def slik_path(_answer: CreditAnswer, _filename: str) -> str:
    name = uuid.uuid4().hex
    return f"{SLIK_FOLDER}/{name[:2]}/{name}.pdf"


class CreditAnswerQuerySet(models.QuerySet["CreditAnswer"]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        own = Q(owner__user=user)
        if user.has_role(*STAFF):
            return self.filter(processed_for(user, "owner", own=own))
        return self.filter(own) if user.has_role(Role.CADRE) else self.none()

    def of(self, business: Business) -> Self:
        """What its owner declared for it, or for what went into it: what a person owes is nobody else's."""
        return self.filter(own_or_merged(business), owner=business.owner_id)

    def newest_first(self) -> Self:
        return self.order_by("-answered_on", "-pk")


@pghistory.track(pghistory.InsertEvent(), exclude=["file"])
class CreditAnswer(models.Model):
    """One answer; a later one takes its place, and it stays. Only its document goes, when the person is erased.

    It tells of a person: when the business goes to another owner, it stays with the one who declared it.
    """

    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="credit_answers")
    owner = models.ForeignKey("cadres.Cadre", models.PROTECT, related_name="credit_answers")
    answered_on = models.DateField(_("Per tanggal"))
    has_programme_credit = models.BooleanField(_("Sedang menerima KUR atau kredit program lain"))
    slik = models.CharField(
        _("Status SLIK"), max_length=12, choices=SlikStatus.choices, default=SlikStatus.UNKNOWN
    )
    file = models.FileField(storage=document_storage, upload_to=slik_path, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = CreditAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("jawaban kredit")
        constraints = (
            models.CheckConstraint(condition=Q(slik__in=SlikStatus.values), name="answer_slik_known"),
            models.CheckConstraint(
                condition=Q(slik=SlikStatus.UNKNOWN) | ~Q(sha256=""), name="answer_slik_with_document"
            ),
        )
        indexes = (models.Index("business", F("answered_on").desc(), F("id").desc(), name="answer_newest"),)
        triggers = (
            pgtrigger.Trigger(
                name="answer_of_what_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""{NOT_MERGED.format(business="NEW.business_id", name="answer_of_what_stands")}
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="answer_of_owner",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (SELECT FROM businesses_business WHERE id = NEW.business_id AND owner_id = NEW.owner_id) THEN
                    RAISE EXCEPTION 'answer_of_owner' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="keep_answer", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answer_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(
                        f"OLD.{one} IS DISTINCT FROM NEW.{one}"
                        for one in (
                            "business_id",
                            "owner_id",
                            "answered_on",
                            "has_programme_credit",
                            "slik",
                            "sha256",
                            "recorded_by_id",
                            "recorded_at",
                        )
                    )
                    + " OR (OLD.file <> NEW.file AND NEW.file <> '')"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.business}: {self.answered_on}"
