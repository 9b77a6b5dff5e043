from .answers import CreditAnswer
from .consents import Consent, Opening
from .outcomes import AccessGained, BankTally, FollowedBusiness
from .products import BankOrganisation, BankPost, Offer, Product, Terms
from .readiness import ReadinessScore, Rubric
from .referrals import Referral, ReferralQuerySet, Step

__all__ = [
    "AccessGained",
    "BankOrganisation",
    "BankPost",
    "BankTally",
    "Consent",
    "CreditAnswer",
    "FollowedBusiness",
    "Offer",
    "Opening",
    "Product",
    "ReadinessScore",
    "Referral",
    "ReferralQuerySet",
    "Rubric",
    "Step",
    "Terms",
]
