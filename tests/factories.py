"""Makers of test records: each gives a valid one; name what the test is about, the rest is filled in."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pgtrigger
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from programs.partnership.choices import OrganisationKind, PhaseState
from programs.partnership.criteria import add_usual
from programs.partnership.models import Memorandum, Organisation, Phase, PhaseProvince
from programs.pilots.models import Nomination, Pilot, Seat
from programs.training.choices import DeclineReason, InvitationState, SessionMode
from programs.training.models import Invitation, Material, Module, Session, SessionProvince, Venue
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import RoleGrant, User
from tests.reviewing import DECISION, make_consent, make_judged
from umkm.businesses.choices import BusinessState, DocumentKind, LegalForm
from umkm.businesses.models import Business, Document, Kbli
from umkm.cadres.choices import CadreState
from umkm.cadres.identity import nik_columns
from umkm.cadres.models import Cadre
from umkm.regions import models as regions

_numbers = itertools.count(1)
DATA = Path(regions.__file__).parent
PASSWORD = "kata-sandi-uji-7"


def make_user(*roles: Role, province: regions.Province | None = None, **fields: Any) -> User:
    """A person with `roles`; a coordinator needs `province`."""
    number = next(_numbers)
    fields.setdefault("full_name", f"Orang Uji {number}")
    fields.setdefault("email", f"orang{number}@uji.test")
    user = User(**fields)
    user.password = fields.get(
        "password", "!"
    )  # hashing is slow; `set_password` where a test signs in by form
    user.save()
    for role in roles:
        RoleGrant.objects.create(user=user, role=role)
    if Role.COORDINATOR in roles:
        regions.Post.objects.create(user=user, province=province or make_province())
    return user


def make_province(code: str = "32") -> regions.Province:
    """The real province of that code (32 is Jawa Barat, WIB; 91 Papua, WIT)."""
    found = regions.Province.objects.filter(code=code).first()
    if found:
        return found
    with (DATA / "provinces.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["kemendagri_code"] == code)
    return regions.Province.objects.create(
        code=row["kemendagri_code"],
        bps_code=row["bps_code"],
        iso_code=row["iso_code"],
        name=row["name"],
        island_group=row["island_group"],
        time_zone=row["time_zone"],
        established_on=row["established_on"],
        tile_column=row["tile_column"],
        tile_row=row["tile_row"],
    )


def make_regency(province: regions.Province | None = None) -> regions.Regency:
    """The province's first regency."""
    province = province or make_province()
    with (DATA / "regencies.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["province_code"] == province.code)
    return regions.Regency.objects.get_or_create(
        code=row["kemendagri_code"], defaults={"province": province, "kind": row["kind"], "name": row["name"]}
    )[0]


def make_cadre(*, province: regions.Province | None = None, user: User | None = None, **fields: Any) -> Cadre:
    number = next(_numbers)
    province = province or make_province()
    user = user or make_user(Role.CADRE, full_name=f"Kader Uji {number}")
    fields.setdefault("full_name", user.full_name)
    fields.setdefault("phone", f"+628120{number:07d}")
    fields.setdefault("state", CadreState.VERIFIED)
    if nik := fields.pop("nik", f"3201015501{number % 90 + 10:02d}{number % 9999 + 1:04d}"):
        fields |= nik_columns(nik)  # "" for none
    fields.setdefault("regency", make_regency(province))
    with pgtrigger.ignore("cadres.Cadre:state_first"):
        return Cadre.objects.create(user=user, province=province, **fields)


def without_account(cadre: Cadre) -> Cadre:
    """As an import brings a member."""
    with pgtrigger.ignore("cadres.Cadre:account_stays"):
        Cadre.objects.filter(pk=cadre.pk).update(user=None)
    return Cadre.objects.get(pk=cadre.pk)


def make_kbli(code: str = "56102") -> Kbli:
    return Kbli.objects.get_or_create(
        code=code,
        version="2020",
        defaults={
            "title": "Rumah/warung makan",
            "section": "I",
            "words": ["warung", "nasi"],
            "search_text": "rumah/warung makan warung nasi",
        },
    )[0]


def make_business(
    *, state: str = BusinessState.VERIFIED, province: regions.Province | None = None, **fields: Any
) -> Business:
    number = next(_numbers)
    owner = fields.pop("owner", None) or make_cadre(province=province)
    province = province or owner.province
    now = timezone.now()
    complete = {
        "name": f"Usaha Uji {number}",
        "regency": make_regency(province),
        "address": "Jalan Uji 1",
        "description": "Nasi rames dan gorengan",
        "kbli": make_kbli(),
        "start_year": 2019,
        "legal_form": LegalForm.INDIVIDUAL,
        "employees": 2,
        "last_year_sales": 120_000_000,
        "capital": 15_000_000,
        "has_bank_loan": False,
    }
    if state != BusinessState.DRAFT:
        complete["submitted_at"] = now
    if state == BusinessState.VERIFIED:
        complete["verified_at"] = now
    with pgtrigger.ignore("businesses.Business:state_first"):
        return Business.objects.create(owner=owner, province=province, state=state, **{**complete, **fields})


def make_document(*, kind: str = DocumentKind.PHOTO, **fields: Any) -> Document:
    """A kept picture (grey, 160 × 120) of a `business` or `cadre`, past checking."""
    number = next(_numbers)
    written = io.BytesIO()
    Image.new("RGB", (160, 120), "gray").save(written, "JPEG", comment=str(number).encode())
    raw = written.getvalue()
    person = fields.get("cadre") or fields["business"].owner
    document = Document(kind=kind, width=160, height=120, size=len(raw), uploaded_by=person.user, **fields)
    document.sha256 = hashlib.sha256(raw).hexdigest()
    document.file.save("", ContentFile(raw), save=False)
    document.thumbnail.save("", ContentFile(raw), save=False)
    document.save()
    return document


def make_phase(
    *,
    state: str = PhaseState.OPEN,
    provinces: list[regions.Province] | None = None,
    quota: int = 2,
    **fields: Any,
) -> Phase:
    """A phase with its provinces; their seats come from the database."""
    number = next(_numbers)
    memorandum = Memorandum.objects.create(
        title=f"Nota Uji {number}", signed_on="2015-08-09", signed_at_place="Jakarta"
    )
    memorandum.parties.add(
        Organisation.objects.get_or_create(
            name="SOKSI", defaults={"short_name": "SOKSI", "kind": OrganisationKind.MASS_ORGANISATION}
        )[0]
    )
    fields.setdefault("name", f"Tahap Uji {number}")
    fields.setdefault("starts_on", "2026-01-05")
    phase = Phase.objects.create(memorandum=memorandum, **fields)
    add_usual(phase)
    for step in {"planned": (), "open": ("open",), "closed": ("open", "closed")}[state]:
        phase.state = step
        phase.save(update_fields=["state"])
    for province in provinces if provinces is not None else [make_province()]:
        PhaseProvince.objects.create(phase=phase, province=province, quota=quota)
    return phase


@transaction.atomic  # a score comes with its proposal or not at all
def make_nomination(
    *,
    phase: Phase | None = None,
    province: regions.Province | None = None,
    consented: bool = True,
    reviewed: bool = True,
    score: int = 3,
    **fields: Any,
) -> Nomination:
    """Consented to, scored and reviewed twice with the same score, so that it can be decided; `state` says how."""
    province = province or make_province()
    business = fields.pop("business", None) or make_business(province=province)
    fields.setdefault("motivation", "Usahanya tumbuh dan pembukuannya rapi.")
    fields.setdefault("nominated_by", make_user(Role.COORDINATOR, province=province))
    phase = phase or make_phase(provinces=[province])
    decision = {name: fields.pop(name) for name in DECISION if name in fields}
    if consented:
        make_consent(business, by=fields["nominated_by"])
    nomination = Nomination.objects.create(phase=phase, business=business, province=province, **fields)
    make_judged(nomination, score=score, reviewed=reviewed, decision=decision)
    return nomination


def make_pilot(
    *, phase: Phase | None = None, province: regions.Province | None = None, **fields: Any
) -> Pilot:
    """A business on the lowest free seat, past the services."""
    province = province or make_province()
    staff = make_user(Role.JAMKRINDO)
    nomination = fields.pop("nomination", None) or make_nomination(
        phase=phase, province=province, state="accepted", decided_by=staff, decided_at=timezone.now()
    )
    seat = next(
        seat
        for seat in Seat.objects.filter(phase=nomination.phase, province=province).order_by("number")
        if not seat.is_taken()
    )
    return Pilot.objects.create(
        seat=seat, business=nomination.business, nomination=nomination, accepted_by=staff, **fields
    )


def make_module(**fields: Any) -> Module:
    number = next(_numbers)
    fields.setdefault("code", f"M{number}")
    fields.setdefault("title", f"Modul Uji {number}")
    return Module.objects.create(goal="Uji", hours=3, **fields)


def make_material(*, module: Module | None = None, **fields: Any) -> Material:
    """A kept PDF, past looking into it."""
    raw = f"%PDF-uji {next(_numbers)}".encode()
    fields = {"kind": "pdf", "title": "Lembar Uji", "uploaded_by": make_user(Role.JAMKRINDO)} | fields
    material = Material(
        module=module or make_module(), sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), **fields
    )
    material.file.save("", ContentFile(raw), save=False)
    material.save()
    return material


def make_venue(province: regions.Province | None = None, **fields: Any) -> Venue:
    fields.setdefault("name", f"Balai Uji {next(_numbers)}")
    fields.setdefault("capacity", 100)
    return Venue.objects.create(address="Jalan Balai 1", regency=make_regency(province), **fields)


def make_session(
    *, phase: Phase | None = None, provinces: list[regions.Province] | None = None, **fields: Any
) -> Session:
    """A planned session on site in ten days, or one that was held ten days ago; past the services."""
    provinces = provinces or [make_province()]
    days = -10 if fields.get("state") == "held" else 10
    starts_at = fields.pop("starts_at", timezone.now() + timedelta(days=days))
    if fields.get("mode", SessionMode.ONSITE) == SessionMode.ONSITE:
        fields.setdefault("mode", SessionMode.ONSITE)
        fields.setdefault("venue", make_venue(provinces[0]))
    fields.setdefault("module", make_module())
    fields.setdefault("trainer", make_user(Role.TRAINER))
    fields.setdefault("created_by", make_user(Role.JAMKRINDO))
    fields.setdefault("time_zone", provinces[0].time_zone)
    fields.setdefault("capacity", 20)
    fields.setdefault("ends_at", starts_at + timedelta(hours=3))
    session = Session.objects.create(
        phase=phase or make_phase(provinces=provinces), starts_at=starts_at, **fields
    )
    for province in provinces:
        SessionProvince.objects.create(session=session, province=province, state=session.state)
    return session


def make_invitation(
    *, session: Session | None = None, pilot: Pilot | None = None, **fields: Any
) -> Invitation:
    session = session or make_session()
    province = pilot.seat.province if pilot else session.provinces.first()
    pilot = pilot or make_pilot(phase=make_phase(provinces=[province]), province=province)
    person = fields.pop("person", None) or pilot.business.owner.user
    if fields.get("state") == InvitationState.DECLINED:
        fields.setdefault("why", DeclineReason.OTHER)
    fields.setdefault("business", pilot.business)
    return Invitation.objects.create(session=session, pilot=pilot, person=person, province=province, **fields)


def make_stand_in(
    *, post: regions.Post | None = None, user: User | None = None, **fields: Any
) -> regions.StandIn:
    """Somebody of the board stands in for a coordinator today and tomorrow."""
    post = post or make_user(Role.COORDINATOR).posts.get()
    today = timezone.localdate(timezone=post.province.zone)
    fields.setdefault("starts_on", today)
    fields.setdefault("ends_on", today + timedelta(days=1))
    fields.setdefault("reason", "Cuti tahunan")
    fields.setdefault("created_by", post.user)
    return regions.StandIn.objects.create(post=post, user=user or make_user(Role.BOARD), **fields)


def make_evidence() -> SimpleUploadedFile:
    """A picture as somebody sends it who asks for a change."""
    picture = io.BytesIO()
    Image.new("RGB", (320, 240), "seagreen").save(picture, "JPEG")
    return SimpleUploadedFile("bukti.jpg", picture.getvalue(), "image/jpeg")
