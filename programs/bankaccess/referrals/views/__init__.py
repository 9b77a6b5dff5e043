from .bank import referral_receive, referral_record
from .owner import referral_consent, referral_withdraw
from .reading import referral_detail, referral_file, referral_list
from .staff import referral_create, referral_expire, referral_send, sikp_export

__all__ = [
    "referral_consent",
    "referral_create",
    "referral_detail",
    "referral_expire",
    "referral_file",
    "referral_list",
    "referral_receive",
    "referral_record",
    "referral_send",
    "referral_withdraw",
    "sikp_export",
]
