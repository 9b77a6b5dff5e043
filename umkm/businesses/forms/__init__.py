"""The pages of a registration, one thing on each, in their order."""

from .owner import OwnerForm
from .papers import PapersForm
from .place import ActivityForm, PlaceForm
from .step import StepForm
from .work import LoanForm, MoneyForm, PeopleForm, SellingForm

STEPS: tuple[type[StepForm], ...] = (
    PlaceForm,
    OwnerForm,
    ActivityForm,
    PapersForm,
    PeopleForm,
    MoneyForm,
    SellingForm,
    LoanForm,
)

__all__ = [
    "STEPS",
    "ActivityForm",
    "LoanForm",
    "MoneyForm",
    "OwnerForm",
    "PapersForm",
    "PeopleForm",
    "PlaceForm",
    "SellingForm",
    "StepForm",
]
