"""Who reaches what: every address of the portal, as each role and as a stranger of the same role.

`in`: sent to sign in; `302`: sent elsewhere; `-`: not asked, being slow; else the status. Everything in this world belongs to a cadre of
Jawa Barat: `cadre2` is another cadre there, `coord2` coordinates Papua, `trainer2` trains another session.
A new address without a row fails the first test below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from programs.pilots.offers.tokens import SIGNER
from programs.training.assessment.tokens import feedback_path, sitting_path
from programs.training.calendars.saving import PURPOSE
from programs.training.checkin import tokens as checkin_tokens
from programs.training.choices import AssessmentKind
from programs.training.inviting.signed import signed_word
from soksi_portal.outbox.choosing import stopping
from tests.urls import patterns
from tests.world import HOME, World
from umkm.businesses.models import SavedFilter

PEOPLE = ("visitor", "cadre", "cadre2", "coord", "coord2", "board", "jamk", "trainer", "trainer2", "bank", "admin")  # fmt: skip

#                                  visitor, cadre and another, coordinator and another's, board, jamkrindo,
#                                  trainer and another, bank, admin
OPEN = """
live                               200  200 200  200 200  200 200  200 200  200 200
ready                              503  -   -    -   -    -   -    -   -    -   -
front                              200  200 200  200 200  200 200  200 200  200 200
progress_country                   200  200 200  200 200  200 200  200 200  200 200
progress_province                  200  200 200  200 200  200 200  200 200  200 200
memorandum_list                    200  200 200  200 200  200 200  200 200  200 200
memorandum_detail                  200  200 200  200 200  200 200  200 200  200 200
commitment_detail                  200  200 200  200 200  200 200  200 200  200 200
paper_file                         200  200 200  200 200  200 200  200 200  200 200
phase_detail                       200  200 200  200 200  200 200  200 200  200 200
regency_options                    200  200 200  200 200  200 200  200 200  200 200
mentor_country                     200  200 200  200 200  200 200  200 200  200 200
mentor_province                    200  200 200  200 200  200 200  200 200  200 200
story_list                         200  200 200  200 200  200 200  200 200  200 200
story_detail                       200  200 200  200 200  200 200  200 200  200 200
story_photo                        200  200 200  200 200  200 200  200 200  200 200
"""
ACCOUNT = """
home                               in   200 200  200 200  200 200  200 200  200 200
account_signup                     200  302 302  302 302  302 302  302 302  302 302
account_login                      200  302 302  302 302  302 302  302 302  302 302
account_logout                     302  200 200  200 200  200 200  200 200  200 200
account_inactive                   200  200 200  200 200  200 200  200 200  200 200
account_email                      in   200 200  200 200  200 200  200 200  200 200
account_email_verification_sent    200  200 200  200 200  200 200  200 200  200 200
account_confirm_email              200  200 200  200 200  200 200  200 200  200 200
account_change_password            in   200 200  200 200  200 200  200 200  200 200
account_set_password               in   302 302  302 302  302 302  302 302  302 302
account_reset_password             200  200 200  200 200  200 200  200 200  200 200
account_reset_password_done        200  200 200  200 200  200 200  200 200  200 200
account_reset_password_from_key    200  200 200  200 200  200 200  200 200  200 200
account_reset_password_from_key_done 200 200 200 200 200  200 200  200 200  200 200
account_reauthenticate             in   200 200  200 200  200 200  200 200  200 200
mfa_index                          in   200 200  200 200  200 200  200 200  200 200
mfa_authenticate                   in   302 302  302 302  302 302  302 302  302 302
mfa_reauthenticate                 in   302 302  302 302  302 302  302 302  302 302
mfa_activate_totp                  in   302 302  302 302  302 302  302 302  302 302
mfa_deactivate_totp                in   404 404  404 404  404 404  404 404  404 404
mfa_view_recovery_codes            in   404 404  404 404  404 404  404 404  404 404
mfa_generate_recovery_codes        in   302 302  302 302  302 302  302 302  302 302
mfa_download_recovery_codes        in   404 404  404 404  404 404  404 404  404 404
message_list                       in   200 200  200 200  200 200  200 200  200 200
message_statistics                 in   403 403  403 403  403 200  403 403  403 200
channel_list                       in   403 403  403 403  403 200  403 403  403 200
channel_hold                       in   403 403  403 403  403 200  403 403  403 200
channel_release                    in   403 403  403 403  403 404  403 403  403 404
provider_report                    404  404 404  404 404  404 404  404 404  404 404
message_detail                     in   200 404  404 404  404 200  404 404  404 200
message_cancel                     in   403 403  403 403  403 200  403 403  403 200
message_resend                     in   403 403  403 403  403 200  403 403  403 200
wording_list                       in   403 403  403 403  403 403  403 403  403 200
wording_detail                     in   403 403  403 403  403 403  403 403  403 200
wording_edit                       in   403 403  403 403  403 403  403 403  403 200
wording_mail                       in   403 403  403 403  403 403  403 403  403 200
wording_restore                    in   403 403  403 403  403 403  403 403  403 200
inbox_list                         in   200 200  200 200  200 200  200 200  200 200
inbox_message                      in   200 404  404 404  404 404  404 404  404 404
inbox_unread                       in   405 405  405 405  405 405  405 405  405 405
inbox_all_read                     in   405 405  405 405  405 405  405 405  405 405
channel_choice                     in   200 200  200 200  200 200  200 200  200 200
message_stop                       200  200 200  200 200  200 200  200 200  200 200
address_trouble_list               in   403 403  200 200  200 403  403 403  403 200
address_trouble                    in   403 403  200 404  200 403  403 403  403 200
"""
USERS = """
user_list                          in   403 403  403 403  403 403  403 403  403 200
user_invite                        in   403 403  403 403  403 403  403 403  403 200
user_detail                        in   403 403  403 403  403 403  403 403  403 200
role_grant                         in   403 403  403 403  403 403  403 403  403 405
role_end                           in   403 403  403 403  403 403  403 403  403 200
post_grant                         in   403 403  403 403  403 403  403 403  403 405
post_end                           in   403 403  403 403  403 403  403 403  403 200
stand_in_create                    in   403 403  200 404  403 403  403 403  403 200
stand_in_end                       in   403 403  405 405  403 403  403 403  403 405
user_deactivate                    in   403 403  403 403  403 403  403 403  403 200
user_reactivate                    in   403 403  403 403  403 403  403 403  403 405
password_link_send                 in   403 403  403 403  403 403  403 403  403 405
password_from_link                 410  410 410  410 410  410 410  410 410  410 410
"""
BUSINESSES = """
business_list                      in   200 200  200 200  200 200  403 403  403 200
business_create                    in   200 200  403 403  403 403  403 403  403 403
kbli_search                        in   200 200  200 200  200 200  403 403  403 200
business_detail                    in   200 404  200 404  200 200  403 403  403 200
business_edit                      in   200 404  403 403  403 403  403 403  403 403
business_step                      in   200 404  403 403  403 403  403 403  403 403
business_check                     in   200 404  403 403  403 403  403 403  403 403
business_sent                      in   200 404  403 403  403 403  403 403  403 403
business_withdraw                  in   200 404  403 403  403 403  403 403  403 403
verification_queue                 in   403 403  200 200  200 403  403 403  403 200
verification_detail                in   403 403  200 404  200 403  403 403  403 200
verification_accept                in   403 403  405 405  403 403  403 403  403 403
verification_return                in   403 403  405 405  403 403  403 403  403 403
cadre_queue                        in   403 403  200 200  200 403  403 403  403 200
cadre_verification                 in   403 403  200 404  200 403  403 403  403 200
cadre_verification_accept          in   403 403  405 405  403 403  403 403  403 403
cadre_verification_return          in   403 403  405 405  403 403  403 403  403 403
examine_next                       in   403 403  405 405  403 403  403 403  403 403
claim_keep                         in   403 403  405 405  403 403  403 403  403 403
claim_take_over                    in   403 403  405 405  403 403  403 403  403 403
claim_release                      in   403 403  405 405  403 403  403 403  403 403
membership                         in   200 200  403 403  403 403  403 403  403 403
"""
REQUESTS = """
change_create                      in   200 404  403 403  403 403  403 403  403 403
change_own                         in   302 302  403 403  403 403  403 403  403 403
change_list                        in   403 403  200 200  200 403  403 403  403 200
document_list                      in   200 404  200 404  200 200  403 403  403 200
document_upload                    in   405 405  403 403  403 403  403 403  403 403
document_remove                    in   200 404  403 403  403 403  403 403  403 403
document_file                      in   200 404  200 404  403 403  403 403  403 200
document_thumb                     in   200 404  200 404  200 200  403 403  403 200
change_detail                      in   200 404  200 404  200 200  403 403  403 200
change_decide                      in   403 403  302 404  403 403  403 403  403 403
change_withdraw                    in   405 405  405 405  405 405  403 403  403 405
change_agree                       in   403 200  403 404  403 403  403 403  403 403
saved_filter_list                  in   403 403  200 200  200 200  403 403  403 200
saved_filter_create                in   403 403  200 200  200 200  403 403  403 200
saved_filter_edit                  in   403 403  200 404  404 404  403 403  403 404
saved_filter_delete                in   403 403  405 405  405 405  403 403  403 405
duplicate_list                     in   403 403  200 200  200 403  403 403  403 200
duplicate_detail                   in   403 403  200 404  200 403  403 403  403 200
duplicate_different                in   403 403  405 405  403 403  403 403  403 403
duplicate_reopen                   in   403 403  405 405  403 403  403 403  403 403
duplicate_merge                    in   403 403  200 404  403 403  403 403  403 403
ownership_question_create          200  200 200  200 200  200 200  200 200  200 200
ownership_question_list            in   403 403  200 200  200 403  403 403  403 200
ownership_question_detail          in   200 404  200 404  200 404  404 404  404 200
import_list                        in   403 403  200 200  200 403  403 403  403 200
import_template                    in   403 403  200 200  200 403  403 403  403 200
import_create                      in   403 403  200 200  200 403  403 403  403 200
import_detail                      in   403 403  200 404  200 403  403 403  403 200
import_progress                    in   403 403  200 404  200 403  403 403  403 200
import_start                       in   403 403  405 405  405 403  403 403  403 405
import_continue                    in   403 403  405 405  405 403  403 403  403 405
import_cancel                      in   403 403  405 405  405 403  403 403  403 405
import_discard                     in   403 403  405 405  405 403  403 403  403 405
import_undo                        in   403 403  200 404  403 403  403 403  403 200
import_refused                     in   403 403  200 404  403 403  403 403  403 403
"""
PROGRAMME = """
phase_create                       in   403 403  403 403  403 403  403 403  403 200
memorandum_create                  in   403 403  403 403  403 403  403 403  403 200
memorandum_edit                    in   403 403  403 403  403 403  403 403  403 200
signatory_create                   in   403 403  403 403  403 403  403 403  403 200
clause_create                      in   403 403  403 403  403 403  403 403  403 200
clause_correct                     in   403 403  403 403  403 403  403 403  403 200
amendment_create                   in   403 403  403 403  403 403  403 403  403 200
amendment_edit                     in   403 403  403 403  403 403  403 403  403 200
paper_upload                       in   403 403  403 403  403 403  403 403  403 200
paper_remove                       in   403 403  403 403  403 403  403 403  403 200
commitment_create                  in   403 403  403 403  403 403  403 403  403 200
commitment_edit                    in   403 403  403 403  403 403  403 403  403 200
commitment_end                     in   403 403  403 403  403 403  403 403  403 200
organisation_list                  in   403 403  403 403  403 403  403 403  403 200
organisation_create                in   403 403  403 403  403 403  403 403  403 200
organisation_edit                  in   403 403  403 403  403 403  403 403  403 200
phase_edit                         in   403 403  403 403  403 403  403 403  403 200
phase_calendar                     in   403 403  403 403  403 403  403 403  403 200
phase_criteria                     in   403 403  403 403  403 403  403 403  403 200
phase_quotas                       in   403 403  403 403  403 403  403 403  403 200
paper_show                         in   403 403  403 403  403 403  403 403  403 405
phase_open                         in   403 403  403 403  403 403  403 403  403 200
phase_close                        in   403 403  403 403  403 403  403 403  403 200
signatory_edit                     in   403 403  403 403  403 403  403 403  403 200
nomination_list                    in   403 403  200 200  200 200  403 403  403 200
candidate_list                     in   403 403  200 200  200 403  403 403  403 403
nomination_create                  in   403 403  200 404  403 403  403 403  403 403
nomination_detail                  in   200 404  200 404  200 200  403 403  403 200
nomination_accept                  in   403 403  403 403  403 200  403 403  403 200
nomination_waitlist                in   403 403  403 403  403 200  403 403  403 200
nomination_decline                 in   403 403  403 403  403 200  403 403  403 200
nomination_withdraw                in   403 403  200 404  403 403  403 403  403 403
nomination_consent                 in   200 404  200 404  403 403  403 403  403 403
exception_list                     in   403 403  200 200  200 200  403 403  403 200
exception_create                   in   403 403  200 404  403 403  403 403  403 403
exception_detail                   in   403 403  200 404  200 200  403 403  403 200
nomination_correct                 in   403 403  302 404  403 403  403 403  403 403
nomination_rank                    in   403 403  403 403  403 200  403 403  403 200
review_declare                     in   403 403  403 403  403 200  403 403  403 403
review_edit                        in   403 403  403 403  403 302  403 403  403 403
pilot_list                         in   403 403  200 200  200 200  403 403  403 200
pilot_province                     in   403 403  200 404  200 200  403 403  403 200
pilot_detail                       in   200 404  200 404  200 200  403 403  403 200
pilot_end                          in   403 403  403 403  403 200  403 403  403 200
pilot_move                         in   403 403  403 403  403 200  403 403  403 200
seat_history                       in   403 403  200 404  200 200  403 403  403 200
offer_detail                       in   302 404  200 404  200 200  403 403  403 200
offer_record                       in   403 404  200 404  403 200  403 403  403 200
offer_withdraw                     in   403 403  403 403  403 200  403 403  403 200
offer_answer                       200  200 200  200 200  200 200  200 200  200 200
draft_detail                       in   403 403  403 403  403 200  403 403  403 200
draft_province                     in   403 403  403 403  403 200  403 403  403 200
draft_publish                      in   403 403  403 403  403 200  403 403  403 200
draft_discard                      in   403 403  403 403  403 200  403 403  403 200
"""
EMBRYO = """
graduation_requirements            in   403 403  403 403  403 403  403 403  403 200
pilot_graduate                     in   403 403  403 403  403 200  403 403  403 200
graduation_exception_ask           in   403 403  403 403  403 200  403 403  403 200
graduation_exception_answer        in   403 403  403 403  403 200  403 403  403 200
mentor_create                      in   200 404  200 404  403 403  403 403  403 403
mentor_detail                      in   200 404  200 404  200 200  403 403  403 200
mentor_answer                      in   405 405  405 405  405 403  403 403  403 403
mentor_end                         in   200 404  200 404  403 403  403 403  403 403
mentee_list                        in   403 403  200 404  403 403  403 403  403 403
mentorship_propose                 in   403 403  200 404  403 403  403 403  403 403
mentorship_ask                     in   200 404  403 403  403 403  403 403  403 403
mentorship_detail                  in   200 404  200 404  200 200  403 403  403 200
mentorship_answer                  in   200 404  200 404  200 403  403 403  403 403
mentorship_end                     in   200 404  200 404  403 403  403 403  403 403
story_desk                         in   403 403  403 403  200 403  403 403  403 200
story_create                       in   403 403  403 403  200 403  403 403  403 200
story_manage                       in   403 403  403 403  200 403  403 403  403 200
story_edit                         in   403 403  403 403  200 403  403 403  403 200
story_ask                          in   403 403  403 403  405 403  403 403  403 405
story_publish                      in   403 403  403 403  405 403  403 403  403 405
story_take_down                    in   403 403  403 403  200 403  403 403  403 200
story_consent                      in   200 404  403 403  403 403  403 403  403 403
story_agree                        in   405 405  403 403  403 403  403 403  403 403
story_withdraw                     in   405 405  403 403  403 403  403 403  403 403
"""
TRAINING = """
session_list                       in   200 200  200 200  200 200  200 200  403 200
session_create                     in   403 403  403 403  403 200  403 403  403 200
session_times                      in   403 403  403 403  403 200  403 403  403 200
venue_list                         in   403 403  403 403  403 200  403 403  403 200
venue_create                       in   403 403  403 403  403 200  403 403  403 200
venue_detail                       in   403 403  403 403  403 200  403 403  403 200
venue_edit                         in   403 403  403 403  403 200  403 403  403 200
venue_retire                       in   403 403  403 403  403 200  403 403  403 200
venue_reopen                       in   403 403  403 403  403 405  403 403  403 405
series_edit                        in   403 403  403 403  403 200  403 403  403 200
series_check                       in   403 403  403 403  403 200  403 403  403 200
series_cancel                      in   403 403  403 403  403 200  403 403  403 200
observers_invite                   in   403 403  403 403  403 200  403 403  403 200
invitation_detail                  in   403 403  200 404  200 200  200 404  403 200
invitation_withdraw                in   403 403  403 403  403 200  403 403  403 200
session_detail                     in   200 404  200 404  200 200  200 404  403 200
session_edit                       in   403 403  403 403  403 200  403 403  403 200
session_cancel                     in   403 403  403 403  403 200  403 403  403 200
session_attendance                 in   403 403  403 403  403 200  200 404  403 200
attendance_record                  405  405 405  405 405  405 405  405 405  405 405
invitation_answer                  200  200 200  200 200  200 200  200 200  200 200
checkin_start                      200  200 200  200 200  200 200  200 200  200 200
checkin                            200  200 200  200 200  200 200  200 200  200 200
arrival_record                     in   403 403  403 403  403 200  200 404  403 200
checkin_screen                     in   403 403  403 403  403 200  200 404  403 200
checkin_scan                       in   403 403  403 403  403 200  200 404  403 200
attendance_send                    in   403 403  403 403  403 405  405 405  403 405
attendance_worker                  in   403 403  403 403  403 200  200 200  403 200
attendance_sheet                   in   403 403  403 403  403 200  200 404  403 200
sheet_entry                        in   403 403  403 403  403 200  200 404  403 200
sheet_scan                         in   403 403  403 403  403 200  200 404  403 200
scan_remove                        in   403 403  403 403  403 200  403 403  403 200
session_check                      in   403 403  403 403  403 200  403 403  403 200
training_calendar                  in   200 200  200 200  200 200  200 200  403 200
calendar_subscription              in   200 200  200 200  200 200  200 200  403 200
session_ics                        in   200 404  200 404  200 200  200 404  403 200
invitation_ics                     200  200 200  200 200  200 200  200 200  200 200
calendar_feed                      200  200 200  200 200  200 200  200 200  200 200
invitation_materials               200  200 200  200 200  200 200  200 200  200 200
invitation_material                200  200 200  200 200  200 200  200 200  200 200
certificate_search                 200  200 200  200 200  200 200  200 200  200 200
certificate_check                  200  200 200  200 200  200 200  200 200  200 200
certificate_pdf                    in   200 404  200 404  200 200  200 404  403 200
certificate_withdraw               in   403 403  403 403  403 200  403 403  403 200
certificate_reissue                in   403 403  403 403  403 200  403 403  403 200
certificates_issue                 in   403 403  403 403  403 405  405 405  403 405
certificate_issue                  in   403 403  403 403  403 405  405 405  403 405
certificates_progress              in   403 403  403 403  403 200  200 404  403 200
certificates_bundle                in   403 403  403 403  403 404  404 404  403 404
module_list                        in   200 200  200 200  200 200  200 200  403 200
module_create                      in   403 403  403 403  403 200  403 403  403 200
module_detail                      in   200 200  200 200  200 200  200 200  403 200
module_edit                        in   403 403  403 403  403 200  403 403  403 200
path_edit                          in   403 403  403 403  403 200  403 403  403 200
material_add                       in   405 405  405 405  405 405  405 405  403 405
material_file                      in   200 404  200 200  200 200  200 404  403 200
material_remove                    in   403 404  403 403  403 200  403 404  403 200
trainer_list                       in   403 403  403 403  403 200  403 403  403 200
trainer_detail                     in   403 403  403 403  403 200  200 404  403 200
trainer_edit                       in   403 403  403 403  403 200  403 403  403 200
absence_add                        in   403 403  403 403  403 405  405 405  403 405
absence_end                        in   403 403  403 403  403 405  405 405  403 405
holiday_list                       in   403 403  403 403  403 200  403 403  403 200
holiday_create                     in   403 403  403 403  403 200  403 403  403 200
holiday_edit                       in   403 403  403 403  403 200  403 403  403 200
unserved_pilots                    in   403 403  200 200  200 200  403 403  403 200
unserved_modules                   in   403 403  200 200  200 200  403 403  403 200
test_take                          200  200 200  200 200  200 200  200 200  200 200
feedback_give                      200  200 200  200 200  200 200  200 200  200 200
session_tests                      in   403 403  403 403  403 200  200 404  403 200
test_open                          in   403 403  403 403  403 405  405 405  403 405
paper_scores                       in   403 403  403 403  403 200  200 404  403 200
module_test                        in   403 403  403 403  403 200  200 200  403 200
question_create                    in   403 403  403 403  403 200  403 403  403 200
question_edit                      in   403 403  403 403  403 200  403 403  403 200
question_remove                    in   403 403  403 403  403 200  403 403  403 200
learning_modules                   in   403 403  403 403  403 200  200 200  403 200
learning_trainers                  in   403 403  403 403  403 200  403 403  403 200
score_list                         in   403 403  403 403  403 200  200 200  403 200
feedback_words                     in   403 403  403 403  403 200  200 200  403 200
"""
IMPACT = """
impact_detail                      in   403 403  403 403  200 200  403 403  403 200
impact_recount                     in   403 403  403 403  403 405  403 403  403 405
"""
BANKACCESS = """
referral_list                      in   200 200  403 403  403 200  403 403  200 200
referral_detail                    in   200 404  403 403  403 200  403 403  200 200
referral_file                      in   200 404  403 403  403 200  403 403  200 200
referral_consent                   in   200 404  403 403  403 403  403 403  403 403
referral_withdraw                  in   200 404  403 403  403 200  403 403  403 403
referral_send                      in   403 403  403 403  403 405  403 403  403 403
referral_expire                    in   403 403  403 403  403 405  403 403  403 403
referral_receive                   in   403 403  403 403  403 403  403 403  405 403
referral_record                    in   403 403  403 403  403 403  403 403  200 403
referral_create                    in   403 403  403 403  403 200  403 403  403 403
sikp_export                        in   403 403  403 403  403 200  403 403  403 200
product_match                      in   200 404  403 403  403 200  403 403  403 200
credit_answer                      in   200 404  403 403  403 200  403 403  403 403
credit_answer_file                 in   200 404  403 403  403 200  403 403  403 200
bank_list                          in   403 403  403 403  403 200  403 403  403 200
bank_detail                        in   403 403  403 403  403 200  403 403  403 200
bank_user_add                      in   403 403  403 403  403 403  403 403  403 200
bank_user_end                      in   403 403  403 403  403 403  403 403  403 200
product_create                     in   403 403  403 403  403 403  403 403  403 200
product_detail                     in   403 403  403 403  403 200  403 403  403 200
offer_turn                         in   403 403  403 403  403 403  403 403  403 405
terms_create                       in   403 403  403 403  403 403  403 403  403 200
terms_confirm                      in   403 403  403 403  403 403  403 403  403 405
readiness_list                     in   200 200  200 200  200 200  403 403  403 200
readiness_detail                   in   200 404  200 404  200 200  403 403  403 200
readiness_rubric_default           in   403 403  403 403  403 403  403 403  403 200
readiness_rubric                   in   403 403  403 403  403 403  403 403  403 200
"""
VISITS = """
mentoring_home                     in   200 200  302 302  302 200  403 403  403 302
mentoring_list                     in   403 403  200 200  200 200  403 403  403 200
mentoring_detail                   in   200 404  200 404  200 200  403 403  403 200
visit_list                         in   403 403  200 200  200 200  403 403  403 200
visit_detail                       in   200 404  200 404  200 200  403 403  403 200
visit_plan                         in   200 404  403 403  403 200  403 403  403 403
visit_begin                        in   403 403  403 403  403 405  403 403  403 403
visit_agree                        in   405 405  403 403  403 405  403 403  403 403
visit_move                         in   200 404  403 403  403 200  403 403  403 403
visit_cancel                       in   200 404  403 403  403 200  403 403  403 403
visit_record                       in   403 403  403 403  403 200  403 403  403 403
visit_worker                       in   403 403  403 403  403 200  403 403  403 403
visit_photo                        in   200 404  403 403  403 200  403 403  403 200
visit_photo_remove                 in   405 405  403 403  403 405  403 403  403 405
mentor_assign                      in   403 403  403 403  403 200  403 403  403 200
mentoring_end                      in   403 403  403 403  403 200  403 403  403 200
handover_offer                     in   403 403  403 403  403 200  403 403  403 200
handover_detail                    in   403 403  403 403  403 200  403 403  403 200
mentor_profile_list                in   403 403  403 403  403 200  403 403  403 200
mentor_profile_edit                in   403 403  403 403  403 200  403 403  403 200
action_create                      in   403 403  403 403  403 200  403 403  403 200
action_detail                      in   200 404  200 404  200 200  403 403  403 200
action_done                        in   403 404  403 403  403 200  403 403  403 403
action_answer                      in   405 405  403 403  403 405  403 403  403 403
action_drop                        in   403 403  403 403  403 200  403 403  403 200
"""
# what is held about the person who asks
PERSONAL = """
my_data                            in   200 200  200 200  200 200  200 200  200 200
my_data_json                       in   200 200  200 200  200 200  200 200  200 200
my_data_pdf                        in   200 200  200 200  200 200  200 200  200 200
my_data_correct                    in   200 200  200 200  200 200  200 200  200 200
own_request_list                   in   200 200  200 200  200 200  200 200  200 200
consent_withdraw                   in   200 200  200 200  200 200  200 200  200 200
own_request_take_back              in   200 404  404 404  404 404  404 404  404 404
processing_resume                  in   404 404  404 404  404 404  404 404  404 404
data_request_list                  in   403 403  403 403  403 403  403 403  403 200
data_request_detail                in   403 403  403 403  403 403  403 403  403 200
data_request_erase                 in   403 403  403 403  403 403  403 403  403 200
restriction_lift                   in   403 403  403 403  403 403  403 403  403 405
cadre_unmask                       in   403 403  200 404  403 403  403 403  403 200
card_unmask                        in   403 403  200 404  403 403  403 403  403 200
"""
# what decides, sent by each; 200 is the page again with the mistake beside the field
MENTORING = """
report_list                        in   200 200  200 200  200 200  403 403  403 200
book_detail                        in   200 404  200 404  200 200  403 403  403 200
books_start                        in   200 404  403 403  403 403  403 403  403 403
report_start                       in   405 405  403 403  403 403  403 403  403 403
report_detail                      in   200 404  403 403  403 200  403 403  403 200
report_edit                        in   200 404  403 403  403 403  403 403  403 403
report_step                        in   200 404  403 403  403 403  403 403  403 403
report_check                       in   200 404  403 403  403 403  403 403  403 403
report_sent                        in   200 404  403 403  403 403  403 403  403 403
report_correct                     in   200 404  403 403  403 403  403 403  403 403
report_correct_drop                in   405 405  403 403  403 403  403 403  403 403
report_close                       in   403 403  403 403  403 200  403 403  403 200
cash_book_upload                   in   200 404  403 403  403 403  403 403  403 403
cash_book_template                 in   200 404  403 403  403 403  403 403  403 403
cash_book_detail                   in   200 404  403 403  403 200  403 403  403 200
cash_book_use                      in   405 405  403 403  403 403  403 403  403 403
receipt_upload                     in   405 405  403 403  403 403  403 403  403 403
receipt_file                       in   200 404  403 403  403 200  403 403  403 200
receipt_remove                     in   405 405  403 403  403 403  403 403  403 403
statement_page                     in   200 404  403 403  403 200  403 403  403 200
statement_xlsx                     in   200 404  403 403  403 200  403 403  403 200
statement_pdf                      in   200 404  403 403  403 200  403 403  403 200
"""
SENT = """
account_logout                     302  302 302  302 302  302 302  302 302  302 302
impact_recount                     in   403 403  403 403  403 302  403 403  403 302
wording_edit                       in   403 403  403 403  403 403  403 403  403 200
wording_restore                    in   403 403  403 403  403 403  403 403  403 200
inbox_unread                       in   302 404  404 404  404 404  404 404  404 404
inbox_all_read                     in   302 302  302 302  302 302  302 302  302 302
channel_choice                     in   200 200  200 200  200 200  200 200  200 200
message_stop                       200  200 200  200 200  200 200  200 200  200 200
address_trouble                    in   403 403  302 404  302 403  403 403  403 302
channel_hold                       in   403 403  403 403  403 200  403 403  403 200
channel_release                    in   403 403  403 403  403 404  403 403  403 404
provider_report                    404  404 404  404 404  404 404  404 404  404 404
message_cancel                     in   403 403  403 403  403 302  403 403  403 302
message_resend                     in   403 403  403 403  403 200  403 403  403 200
user_invite                        in   403 403  403 403  403 403  403 403  403 200
role_grant                         in   403 403  403 403  403 403  403 403  403 302
role_end                           in   403 403  403 403  403 403  403 403  403 302
post_grant                         in   403 403  403 403  403 403  403 403  403 302
post_end                           in   403 403  403 403  403 403  403 403  403 302
user_deactivate                    in   403 403  403 403  403 403  403 403  403 302
user_reactivate                    in   403 403  403 403  403 403  403 403  403 302
password_link_send                 in   403 403  403 403  403 403  403 403  403 302
business_create                    in   200 200  403 403  403 403  403 403  403 403
business_step                      in   200 404  403 403  403 403  403 403  403 403
business_check                     in   302 404  403 403  403 403  403 403  403 403
business_withdraw                  in   302 404  403 403  403 403  403 403  403 403
document_upload                    in   200 404  403 403  403 403  403 403  403 403
document_remove                    in   302 404  403 403  403 403  403 403  403 403
verification_accept                in   403 403  302 404  403 403  403 403  403 403
verification_return                in   403 403  200 404  403 403  403 403  403 403
cadre_verification_accept          in   403 403  302 404  403 403  403 403  403 403
cadre_verification_return          in   403 403  200 404  403 403  403 403  403 403
examine_next                       in   403 403  302 302  403 403  403 403  403 403
claim_keep                         in   403 403  302 404  403 403  403 403  403 403
claim_take_over                    in   403 403  302 404  403 403  403 403  403 403
claim_release                      in   403 403  302 404  403 403  403 403  403 403
membership                         in   200 200  403 403  403 403  403 403  403 403
stand_in_create                    in   403 403  200 404  403 403  403 403  403 200
stand_in_end                       in   403 403  302 404  403 403  403 403  403 302
change_create                      in   200 404  403 403  403 403  403 403  403 403
change_decide                      in   403 403  302 404  403 403  403 403  403 403
change_withdraw                    in   302 404  403 404  403 403  403 403  403 403
change_agree                       in   403 302  403 404  403 403  403 403  403 403
duplicate_different                in   403 403  302 404  403 403  403 403  403 403
saved_filter_delete                in   403 403  302 404  404 404  403 403  403 404
duplicate_reopen                   in   403 403  302 404  403 403  403 403  403 403
duplicate_merge                    in   403 403  302 404  403 403  403 403  403 403
ownership_question_create          200  200 200  200 200  200 200  200 200  200 200
ownership_question_detail          in   403 404  302 404  403 404  404 404  404 403
my_data_correct                    in   200 200  200 200  200 200  200 200  200 200
own_request_list                   in   200 200  200 200  200 200  200 200  200 200
consent_withdraw                   in   302 302  302 302  302 302  302 302  302 302
own_request_take_back              in   302 404  404 404  404 404  404 404  404 404
data_request_detail                in   403 403  403 403  403 403  403 403  403 302
data_request_erase                 in   403 403  403 403  403 403  403 403  403 200
restriction_lift                   in   403 403  403 403  403 403  403 403  403 302
cadre_unmask                       in   403 403  200 404  403 403  403 403  403 200
card_unmask                        in   403 403  200 404  403 403  403 403  403 200
import_create                      in   403 403  200 200  200 403  403 403  403 200
import_start                       in   403 403  302 404  403 403  403 403  403 302
import_continue                    in   403 403  302 404  403 403  403 403  403 302
import_cancel                      in   403 403  302 404  403 403  403 403  403 302
import_discard                     in   403 403  302 404  403 403  403 403  403 302
import_undo                        in   403 403  200 404  403 403  403 403  403 200
phase_create                       in   403 403  403 403  403 403  403 403  403 200
memorandum_create                  in   403 403  403 403  403 403  403 403  403 200
memorandum_edit                    in   403 403  403 403  403 403  403 403  403 200
signatory_create                   in   403 403  403 403  403 403  403 403  403 200
clause_create                      in   403 403  403 403  403 403  403 403  403 200
clause_correct                     in   403 403  403 403  403 403  403 403  403 200
amendment_create                   in   403 403  403 403  403 403  403 403  403 200
amendment_edit                     in   403 403  403 403  403 403  403 403  403 200
paper_upload                       in   403 403  403 403  403 403  403 403  403 200
paper_remove                       in   403 403  403 403  403 403  403 403  403 200
commitment_create                  in   403 403  403 403  403 403  403 403  403 200
commitment_edit                    in   403 403  403 403  403 403  403 403  403 200
commitment_end                     in   403 403  403 403  403 403  403 403  403 200
organisation_create                in   403 403  403 403  403 403  403 403  403 200
organisation_edit                  in   403 403  403 403  403 403  403 403  403 200
phase_edit                         in   403 403  403 403  403 403  403 403  403 200
phase_calendar                     in   403 403  403 403  403 403  403 403  403 302
phase_criteria                     in   403 403  403 403  403 403  403 403  403 200
phase_quotas                       in   403 403  403 403  403 403  403 403  403 302
paper_show                         in   403 403  403 403  403 403  403 403  403 302
phase_open                         in   403 403  403 403  403 403  403 403  403 302
phase_close                        in   403 403  403 403  403 403  403 403  403 302
signatory_edit                     in   403 403  403 403  403 403  403 403  403 200
nomination_create                  in   403 403  200 404  403 403  403 403  403 403
nomination_accept                  in   403 403  403 403  403 302  403 403  403 302
nomination_waitlist                in   403 403  403 403  403 302  403 403  403 302
nomination_decline                 in   403 403  403 403  403 302  403 403  403 302
nomination_withdraw                in   403 403  302 404  403 403  403 403  403 403
nomination_consent                 in   302 404  302 404  403 403  403 403  403 403
exception_create                   in   403 403  200 404  403 403  403 403  403 403
exception_detail                   in   403 403  403 404  302 302  403 403  403 302
nomination_correct                 in   403 403  302 404  403 403  403 403  403 403
nomination_rank                    in   403 403  403 403  403 302  403 403  403 302
review_declare                     in   403 403  403 403  403 302  403 403  403 403
review_edit                        in   403 403  403 403  403 302  403 403  403 403
pilot_end                          in   403 403  403 403  403 200  403 403  403 200
pilot_move                         in   403 403  403 403  403 200  403 403  403 200
offer_record                       in   403 404  302 404  403 302  403 403  403 302
offer_withdraw                     in   403 403  403 403  403 302  403 403  403 302
offer_answer                       302  302 302  302 302  302 302  302 302  302 302
draft_province                     in   403 403  403 403  403 200  403 403  403 200
draft_publish                      in   403 403  403 403  403 200  403 403  403 200
draft_discard                      in   403 403  403 403  403 302  403 403  403 302
session_create                     in   403 403  403 403  403 200  403 403  403 200
venue_create                       in   403 403  403 403  403 200  403 403  403 200
venue_edit                         in   403 403  403 403  403 200  403 403  403 200
venue_retire                       in   403 403  403 403  403 200  403 403  403 200
venue_reopen                       in   403 403  403 403  403 302  403 403  403 302
series_edit                        in   403 403  403 403  403 200  403 403  403 200
series_cancel                      in   403 403  403 403  403 302  403 403  403 302
observers_invite                   in   403 403  403 403  403 200  403 403  403 200
invitation_detail                  in   403 403  403 404  403 302  302 404  403 302
invitation_withdraw                in   403 403  403 403  403 302  403 403  403 302
session_edit                       in   403 403  403 403  403 200  403 403  403 200
session_cancel                     in   403 403  403 403  403 302  403 403  403 302
session_attendance                 in   403 403  403 403  403 302  302 404  403 302
attendance_record                  in   403 403  403 403  403 302  302 404  403 302
checkin_start                      200  200 200  200 200  200 200  200 200  200 200
checkin                            200  200 200  200 200  200 200  200 200  200 200
arrival_record                     in   403 403  403 403  403 302  302 404  403 302
checkin_scan                       in   403 403  403 403  403 302  302 404  403 302
attendance_send                    in   403 403  403 403  403 400  400 404  403 400
sheet_entry                        in   403 403  403 403  403 302  302 404  403 302
scan_remove                        in   403 403  403 403  403 302  403 403  403 302
certificates_issue                 in   403 403  403 403  403 302  302 404  403 302
certificate_issue                  in   403 403  403 403  403 302  302 404  403 302
certificate_withdraw               in   403 403  403 403  403 302  403 403  403 302
certificate_reissue                in   403 403  403 403  403 302  403 403  403 302
invitation_answer                  302  302 302  302 302  302 302  302 302  302 302
test_take                          302  302 302  302 302  302 302  302 302  302 302
feedback_give                      200  200 200  200 200  200 200  200 200  200 200
test_open                          in   403 403  403 403  403 302  302 404  403 302
paper_scores                       in   403 403  403 403  403 302  302 404  403 302
question_create                    in   403 403  403 403  403 302  403 403  403 302
question_edit                      in   403 403  403 403  403 302  403 403  403 302
question_remove                    in   403 403  403 403  403 302  403 403  403 302
graduation_requirements            in   403 403  403 403  403 403  403 403  403 302
pilot_graduate                     in   403 403  403 403  403 200  403 403  403 200
graduation_exception_ask           in   403 403  403 403  403 200  403 403  403 200
graduation_exception_answer        in   403 403  403 403  403 302  403 403  403 302
mentor_create                      in   302 404  302 404  403 403  403 403  403 403
mentor_answer                      in   302 404  302 404  302 403  403 403  403 403
mentor_end                         in   302 404  302 404  403 403  403 403  403 403
mentorship_propose                 in   403 403  302 404  403 403  403 403  403 403
mentorship_ask                     in   200 404  403 403  403 403  403 403  403 403
mentorship_answer                  in   302 404  302 404  302 403  403 403  403 403
mentorship_end                     in   302 404  302 404  403 403  403 403  403 403
story_create                       in   403 403  403 403  200 403  403 403  403 200
story_edit                         in   403 403  403 403  200 403  403 403  403 200
story_ask                          in   403 403  403 403  302 403  403 403  403 302
story_publish                      in   403 403  403 403  302 403  403 403  403 302
story_take_down                    in   403 403  403 403  302 403  403 403  403 302
story_consent                      in   302 404  403 403  403 403  403 403  403 403
story_agree                        in   302 404  403 403  403 403  403 403  403 403
story_withdraw                     in   302 404  403 403  403 403  403 403  403 403
calendar_subscription              in   302 302  302 302  302 302  302 302  403 302
module_create                      in   403 403  403 403  403 200  403 403  403 200
module_edit                        in   403 403  403 403  403 200  403 403  403 200
path_edit                          in   403 403  403 403  403 200  403 403  403 200
material_add                       in   403 403  403 403  403 302  302 403  403 302
material_remove                    in   403 404  403 403  403 302  403 404  403 302
trainer_edit                       in   403 403  403 403  403 200  403 403  403 200
absence_add                        in   403 403  403 403  403 200  200 404  403 200
absence_end                        in   403 403  403 403  403 302  302 404  403 302
holiday_create                     in   403 403  403 403  403 200  403 403  403 200
holiday_edit                       in   403 403  403 403  403 200  403 403  403 200
report_start                       in   302 404  403 403  403 403  403 403  403 403
report_correct_drop                in   302 404  403 403  403 403  403 403  403 403
report_close                       in   403 403  403 403  403 302  403 403  403 302
cash_book_use                      in   302 404  403 403  403 403  403 403  403 403
receipt_upload                     in   200 404  403 403  403 403  403 403  403 403
receipt_remove                     in   302 404  403 403  403 403  403 403  403 403
referral_consent                   in   302 404  403 403  403 403  403 403  403 403
referral_withdraw                  in   302 404  403 403  403 302  403 403  403 403
referral_send                      in   403 403  403 403  403 302  403 403  403 403
referral_expire                    in   403 403  403 403  403 302  403 403  403 403
referral_receive                   in   403 403  403 403  403 403  403 403  302 403
referral_record                    in   403 403  403 403  403 403  403 403  200 403
referral_create                    in   403 403  403 403  403 200  403 403  403 403
sikp_export                        in   403 403  403 403  403 200  403 403  403 200
credit_answer                      in   200 404  403 403  403 200  403 403  403 403
bank_user_add                      in   403 403  403 403  403 403  403 403  403 200
bank_user_end                      in   403 403  403 403  403 403  403 403  403 302
product_create                     in   403 403  403 403  403 403  403 403  403 200
offer_turn                         in   403 403  403 403  403 403  403 403  403 302
terms_create                       in   403 403  403 403  403 403  403 403  403 200
terms_confirm                      in   403 403  403 403  403 403  403 403  403 302
visit_plan                         in   200 404  403 403  403 200  403 403  403 403
visit_begin                        in   403 403  403 403  403 302  403 403  403 403
visit_agree                        in   302 404  403 403  403 302  403 403  403 403
visit_move                         in   200 404  403 403  403 200  403 403  403 403
visit_cancel                       in   302 404  403 403  403 302  403 403  403 403
visit_record                       in   403 403  403 403  403 200  403 403  403 403
visit_photo_remove                 in   403 404  403 403  403 302  403 403  403 403
mentor_assign                      in   403 403  403 403  403 200  403 403  403 200
mentoring_end                      in   403 403  403 403  403 302  403 403  403 302
handover_offer                     in   403 403  403 403  403 200  403 403  403 200
handover_detail                    in   403 403  403 403  403 302  403 403  403 200
mentor_profile_edit                in   403 403  403 403  403 200  403 403  403 200
action_create                      in   403 403  403 403  403 200  403 403  403 200
action_done                        in   403 404  403 403  403 302  403 403  403 403
action_answer                      in   302 404  403 403  403 302  403 403  403 403
action_drop                        in   403 403  403 403  403 302  403 403  403 302
"""


def saved_filter(world: World) -> int:
    """The coordinator's own."""
    return SavedFilter.objects.get_or_create(user=world.people["coord"], name="Uji", query="q=uji")[0].pk


# the records in an address; an address without one needs nothing here
RECORDS: dict[str, Callable[[World], list[Any]]] = {
    **dict.fromkeys(
        ("mentoring_detail", "visit_plan", "visit_begin", "mentoring_end", "handover_offer", "action_create"),
        lambda world: [world.pilot.business_id],
    ),
    **dict.fromkeys(
        ("visit_detail", "visit_move", "visit_cancel", "visit_record", "visit_worker"),
        lambda world: [world.visit.pk],
    ),
    "visit_agree": lambda world: [world.asked_visit.pk],
    **dict.fromkeys(("visit_photo", "visit_photo_remove"), lambda world: [world.photo_of_visit.pk]),
    "mentor_assign": lambda world: [world.unmentored.pk],
    "handover_detail": lambda world: [world.handover.pk],
    "mentor_profile_edit": lambda world: [world.people["jamk"].pk],
    **dict.fromkeys(
        ("action_detail", "action_done", "action_answer", "action_drop"), lambda world: [world.task.pk]
    ),
    "progress_province": lambda world: [HOME],
    "memorandum_detail": lambda world: [world.memorandum.pk],
    **dict.fromkeys(
        (
            "memorandum_edit",
            "signatory_create",
            "clause_create",
            "amendment_create",
            "paper_upload",
            "commitment_create",
        ),
        lambda world: [world.memorandum.pk],
    ),
    **dict.fromkeys(("paper_file", "paper_show", "paper_remove"), lambda world: [world.paper.pk]),
    **dict.fromkeys(
        ("commitment_detail", "commitment_edit", "commitment_end"), lambda world: [world.commitment.pk]
    ),
    "clause_correct": lambda world: [world.commitment.clause_id],
    "amendment_edit": lambda world: [world.amendment.pk],
    "organisation_edit": lambda world: [world.memorandum.parties.get().pk],
    "account_confirm_email": lambda world: ["kunci-palsu"],
    "account_reset_password_from_key": lambda world: ["1", "kunci-palsu"],
    "channel_hold": lambda world: ["email"],
    "channel_release": lambda world: ["email"],
    "provider_report": lambda world: ["mailgun"],
    "message_detail": lambda world: [world.message.pk],
    "message_cancel": lambda world: [world.message.pk],
    "message_resend": lambda world: [world.message.pk],
    **dict.fromkeys(("inbox_message", "inbox_unread"), lambda world: [world.message.pk]),
    **dict.fromkeys(("wording_detail", "wording_edit", "wording_mail"), lambda _world: ["business_verified"]),
    "wording_restore": lambda _world: ["business_verified", 0],
    "message_stop": lambda world: [stopping.SIGNER.sign(f"{world.owner.user_id}-selection-email")],
    "address_trouble": lambda world: [world.trouble.pk],
    "user_detail": lambda world: [world.owner.user_id],
    "role_grant": lambda world: [world.owner.user_id],
    "role_end": lambda world: [world.session.trainer_id, "trainer"],
    "post_grant": lambda world: [world.owner.user_id],
    "post_end": lambda world: [world.post.pk],
    "user_deactivate": lambda world: [world.post.user_id],
    "user_reactivate": lambda world: [world.owner.user_id],
    "password_link_send": lambda world: [world.owner.user_id],
    "password_from_link": lambda world: ["tautan-palsu"],
    "business_detail": lambda world: [world.submitted.pk],
    "business_edit": lambda world: [world.draft.pk],
    "business_step": lambda world: [world.draft.pk, "tempat"],
    "business_check": lambda world: [world.draft.pk],
    "business_sent": lambda world: [world.submitted.pk],
    "business_withdraw": lambda world: [world.submitted.pk],
    "verification_detail": lambda world: [world.submitted.pk],
    "verification_accept": lambda world: [world.submitted.pk],
    "verification_return": lambda world: [world.submitted.pk],
    "change_create": lambda world: [world.verified.pk],
    "document_list": lambda world: [world.submitted.pk],
    "document_upload": lambda world: [world.draft.pk, "photo"],
    "document_remove": lambda world: [world.draft.pk, world.draft_photo.pk],
    "document_file": lambda world: [world.ktp.pk],
    "document_thumb": lambda world: [world.photo.pk],
    "change_detail": lambda world: [world.change.pk],
    "change_decide": lambda world: [world.change.pk],
    "change_withdraw": lambda world: [world.change.pk],
    "change_agree": lambda world: [world.offer.pk],
    "saved_filter_edit": lambda world: [saved_filter(world)],
    "saved_filter_delete": lambda world: [saved_filter(world)],
    "duplicate_detail": lambda world: [world.pair.pk],
    "duplicate_different": lambda world: [world.pair.pk],
    "duplicate_reopen": lambda world: [world.pair.pk],
    "duplicate_merge": lambda world: [world.pair.pk],
    "ownership_question_detail": lambda world: [world.question.pk],
    "own_request_take_back": lambda world: [world.asked.pk],
    "data_request_detail": lambda world: [world.asked.pk],
    "data_request_erase": lambda world: [world.to_erase.pk],
    "restriction_lift": lambda world: [world.asked.pk],
    "cadre_unmask": lambda world: [world.submitted.pk, "nik"],
    "card_unmask": lambda world: [world.waiting_card.pk],
    "import_detail": lambda world: [world.batch.pk],
    "import_progress": lambda world: [world.batch.pk],
    "import_start": lambda world: [world.batch.pk],
    "import_continue": lambda world: [world.batch.pk],
    "import_cancel": lambda world: [world.batch.pk],
    "import_discard": lambda world: [world.batch.pk],
    "import_undo": lambda world: [world.batch.pk],
    "import_refused": lambda world: [world.batch.pk],
    "cadre_verification": lambda world: [world.waiting_card.pk],
    "cadre_verification_accept": lambda world: [world.waiting_card.pk],
    "cadre_verification_return": lambda world: [world.waiting_card.pk],
    "examine_next": lambda world: ["usaha"],
    "claim_keep": lambda world: ["usaha", world.submitted.pk],
    "claim_take_over": lambda world: ["usaha", world.submitted.pk],
    "claim_release": lambda world: ["usaha", world.submitted.pk],
    "stand_in_create": lambda world: [world.post.pk],
    "stand_in_end": lambda world: [world.stand_in.pk],
    "phase_create": lambda world: [world.memorandum.pk],
    "phase_detail": lambda world: [world.phase.pk],
    **dict.fromkeys(
        ("phase_edit", "phase_calendar", "phase_criteria", "phase_quotas"),
        lambda world: [world.planned_phase.pk],
    ),
    "phase_open": lambda world: [world.planned_phase.pk],
    "phase_close": lambda world: [world.phase.pk],
    "signatory_edit": lambda world: [world.signatory.pk],
    "nomination_detail": lambda world: [world.nomination.pk],
    "nomination_accept": lambda world: [world.nomination.pk],
    "nomination_waitlist": lambda world: [world.nomination.pk],
    "nomination_decline": lambda world: [world.nomination.pk],
    "nomination_withdraw": lambda world: [world.nomination.pk],
    "nomination_consent": lambda world: [world.verified.pk],
    "exception_detail": lambda world: [world.eligibility_exception.pk],
    "nomination_correct": lambda world: [world.nomination.pk],
    "nomination_rank": lambda world: [world.nomination.pk],
    "review_declare": lambda world: [world.nomination.pk],
    "review_edit": lambda world: [world.nomination.pk],
    "pilot_province": lambda world: [HOME],
    "pilot_detail": lambda world: [world.pilot.pk],
    "pilot_end": lambda world: [world.pilot.pk],
    "graduation_requirements": lambda world: [world.phase.pk],
    "pilot_graduate": lambda world: [world.pilot.pk],
    "graduation_exception_ask": lambda world: [world.pilot.pk],
    "graduation_exception_answer": lambda world: [world.exception.pk],
    "mentor_province": lambda _world: [HOME],
    "mentor_create": lambda world: [world.graduate.pk],
    "mentor_detail": lambda world: [world.mentor.pk],
    "mentor_answer": lambda world: [world.invited_mentor.pk],
    "mentor_end": lambda world: [world.mentor.pk],
    "mentee_list": lambda world: [world.mentor.pk],
    "mentorship_propose": lambda world: [world.mentor.pk, world.mentee.pk],
    "mentorship_ask": lambda world: [world.verified.pk],
    "mentorship_detail": lambda world: [world.mentorship.pk],
    "mentorship_answer": lambda world: [world.asked_mentorship.pk],
    "mentorship_end": lambda world: [world.mentorship.pk],
    "story_detail": lambda world: [world.public_story.pk],
    "story_photo": lambda world: [world.public_story.pk, world.public_story.photos.get().pk],
    "story_create": lambda world: [world.graduate.pk],
    "story_manage": lambda world: [world.story.pk],
    "story_edit": lambda world: [world.draft_story.pk],
    "story_ask": lambda world: [world.draft_story.pk],
    "story_publish": lambda world: [world.agreed_story.pk],
    "story_take_down": lambda world: [world.public_story.pk],
    "story_consent": lambda world: [world.story.pk],
    "story_agree": lambda world: [world.story.pk],
    "story_withdraw": lambda world: [world.public_story.pk],
    "pilot_move": lambda world: [world.pilot.pk],
    "seat_history": lambda world: [world.pilot.seat_id],
    "offer_detail": lambda world: [world.seat_offer.pk],
    "offer_record": lambda world: [world.seat_offer.pk],
    "offer_withdraw": lambda world: [world.seat_offer.pk],
    "offer_answer": lambda world: [SIGNER.sign(str(world.seat_offer.pk))],
    "draft_province": lambda world: [HOME],
    "draft_publish": lambda world: [world.decisions_draft.pk],
    "draft_discard": lambda world: [world.decisions_draft.pk],
    "session_detail": lambda world: [world.session.pk],
    **dict.fromkeys(
        ("venue_detail", "venue_edit", "venue_retire", "venue_reopen"),
        lambda world: [world.session.venue_id],
    ),
    **dict.fromkeys(("series_edit", "series_check", "series_cancel"), lambda world: [world.session.pk]),
    "observers_invite": lambda world: [world.session.pk],
    "invitation_detail": lambda world: [world.session.pk, world.invitation.pk],
    "invitation_withdraw": lambda world: [world.session.pk, world.observer.pk],
    "session_edit": lambda world: [world.session.pk],
    "session_cancel": lambda world: [world.session.pk],
    "session_attendance": lambda world: [world.running.pk],
    "attendance_record": lambda world: [world.running.pk, world.expected.pk],
    "invitation_answer": lambda world: [world.invitation.token],
    "checkin": lambda world: [checkin_tokens.screen_token(world.running)],
    "arrival_record": lambda world: [checkin_tokens.person_token(world.expected)],
    **dict.fromkeys(
        (
            "checkin_screen",
            "checkin_scan",
            "attendance_send",
            "attendance_worker",
            "attendance_sheet",
            "sheet_entry",
        ),
        lambda world: [world.running.pk],
    ),
    **dict.fromkeys(("sheet_scan", "scan_remove"), lambda world: [world.running.pk, world.sheet_scan.pk]),
    **dict.fromkeys(
        ("certificate_check", "certificate_pdf", "certificate_withdraw", "certificate_reissue"),
        lambda world: [world.certificate.number],
    ),
    **dict.fromkeys(
        ("certificates_issue", "certificates_progress", "certificates_bundle"),
        lambda world: [world.certificate.session_id],
    ),
    "certificate_issue": lambda world: [world.certificate.session_id, world.certificate.invitation_id],
    "session_ics": lambda world: [world.session.pk],
    "invitation_ics": lambda world: [signed_word(world.expected, PURPOSE)],
    "invitation_materials": lambda world: [world.materials_word],
    "invitation_material": lambda world: [world.materials_word, world.material.pk],
    "calendar_feed": lambda world: [world.subscription.token],
    **dict.fromkeys(
        ("module_detail", "module_edit", "material_add"), lambda world: [world.session.module.code]
    ),
    "path_edit": lambda world: [world.phase.pk],
    "test_take": lambda world: [last_part(sitting_path(world.expected, AssessmentKind.POST))],
    "feedback_give": lambda world: [last_part(feedback_path(world.expected))],
    "session_tests": lambda world: [world.running.pk],
    **dict.fromkeys(("test_open", "paper_scores"), lambda world: [world.running.pk, "akhir"]),
    **dict.fromkeys(("module_test", "question_create"), lambda world: [world.running.module.code, "akhir"]),
    **dict.fromkeys(
        ("question_edit", "question_remove"), lambda world: [world.running.module.code, "akhir", 1]
    ),
    "material_file": lambda world: [world.material.pk],
    "material_remove": lambda world: [world.material.pk],
    **dict.fromkeys(
        ("trainer_detail", "trainer_edit", "absence_add"), lambda world: [world.session.trainer_id]
    ),
    "absence_end": lambda world: [world.absence.pk],
    "holiday_edit": lambda world: [world.holiday.pk],
    **dict.fromkeys(
        ("book_detail", "books_start", "report_start", "statement_page", "statement_xlsx", "statement_pdf"),
        lambda world: [world.pilot.business_id],
    ),
    **dict.fromkeys(
        ("report_detail", "report_sent", "report_correct", "report_correct_drop", "report_close"),
        lambda world: [world.report.pk],
    ),
    **dict.fromkeys(
        ("report_edit", "report_check", "cash_book_upload", "cash_book_template"),
        lambda world: [world.report_sheet.pk],
    ),
    "report_step": lambda world: [world.report_sheet.pk, "penjualan"],
    "cash_book_detail": lambda world: [world.cash_book.pk],
    "cash_book_use": lambda world: [world.cash_book.pk],
    "receipt_upload": lambda world: [world.receipt.entry_id],
    "receipt_file": lambda world: [world.receipt.pk],
    "receipt_remove": lambda world: [world.receipt.pk],
    **dict.fromkeys(
        (
            "referral_detail",
            "referral_file",
            "referral_withdraw",
            "referral_send",
            "referral_expire",
            "referral_receive",
        ),
        lambda world: [world.referral.pk],
    ),
    "referral_consent": lambda world: [world.asked_referral.pk],
    "referral_record": lambda world: [world.referral.pk, "tolak"],
    **dict.fromkeys(
        ("referral_create", "product_match", "credit_answer"), lambda world: [world.referral.business_id]
    ),
    "credit_answer_file": lambda world: [world.credit_answer.pk],
    **dict.fromkeys(
        ("bank_detail", "bank_user_add", "product_create"), lambda world: [world.referral.bank_id]
    ),
    "bank_user_end": lambda world: [world.bank_post.pk],
    "offer_turn": lambda world: [world.referral.bank_id, world.referral.product_id],
    **dict.fromkeys(("product_detail", "terms_create"), lambda world: [world.referral.product_id]),
    "terms_confirm": lambda world: [world.referral.terms_id],
    "readiness_detail": lambda world: [world.pilot.business_id],
    "readiness_rubric": lambda world: [world.phase.pk],
}
QUERIES: dict[str, Callable[[World], str]] = {
    "change_create": lambda _world: "?isian=name",
    "duplicate_merge": lambda world: f"?pertahankan={world.pair.first_id}",
    "nomination_create": lambda world: f"?usaha={world.verified.pk}",
    "exception_create": lambda world: f"?usaha={world.verified.pk}&tahap={world.phase.pk}&syarat=years",
}
QUESTION = {"text": "Kapan?", "choices": "Kini\nNanti", "answer": "1", "explanation": "Sebab."}
WHY = {"reason": "Alasan yang dapat dibaca orang lain."}
ANSWERS: dict[str, dict[str, str]] = {
    "visit_begin": {"cara": "phone"},
    "visit_agree": {"revisi": "1"},
    "visit_cancel": WHY,
    "mentoring_end": WHY,
    "handover_detail": {"answer": "terima"},
    "action_done": {"evidence": "Sudah."},
    "action_drop": WHY,
    "role_grant": {"role": "board"},
    "role_end": WHY,
    "address_trouble": WHY,
    "post_grant": {"province": HOME},
    "post_end": WHY,
    "user_deactivate": WHY,
    "verification_accept": dict.fromkeys(("person", "place", "figures", "papers", "photos"), "on"),
    "change_decide": {"seen": "on"},
    "change_agree": {"jawaban": "setuju"},
    "duplicate_different": WHY,
    "duplicate_merge": WHY,
    "ownership_question_detail": {"answer": "Sudah."},
    "data_request_detail": {"answer": "Sudah kami kirim."},
    "cadre_verification_accept": {"identity": "on", "member": "on", "reachable": "on"},
    "nomination_decline": WHY,
    "nomination_withdraw": WHY,
    "graduation_requirements": {"months_on_seat": "6"},
    "graduation_exception_answer": {"answer": "setuju"},
    "mentor_answer": {"answer": "ya"},
    "mentor_end": WHY,
    "mentorship_answer": {"answer": "tidak"},
    "mentorship_end": WHY,
    "story_agree": {"versi": "1"},
    "story_take_down": WHY,
    "nomination_rank": {"rank": "1", **WHY},
    "exception_create": WHY,
    "exception_detail": {"answer": ""},
    "review_declare": {"declaration": "none"},
    "session_cancel": WHY,
    "series_cancel": {"scope": "mulai", **WHY},
    "invitation_detail": {"jawaban": "hadir"},
    "invitation_withdraw": WHY,
    "scan_remove": WHY,
    "certificate_withdraw": WHY,
    "certificate_reissue": {"name": "Nama yang Benar", **WHY},
    "offer_record": {"answer": "ya", "note": "Lewat telepon."},
    "offer_withdraw": WHY,
    "bank_user_end": WHY,
    "offer_answer": {"answer": "ya"},
    "material_add": {"title": "Video", "audience": "everyone", "link": "https://video.test/a"},
    "invitation_answer": {"jawaban": "hadir"},
    "checkin": {"saya": "1"},
    "test_take": {"mulai": "1"},
    "question_create": QUESTION,
    "question_edit": QUESTION,
    "report_close": {"partner": "Bank Uji"},
}


def last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def rows(table: str) -> Iterator[Any]:
    for line in table.strip().splitlines():
        name, *expected = line.split()
        asked = {person: said for person, said in zip(PEOPLE, expected, strict=True) if said != "-"}
        yield pytest.param(name, asked, id=name)


SHOWN = [
    *rows(OPEN),
    *rows(ACCOUNT),
    *rows(USERS),
    *rows(BUSINESSES),
    *rows(REQUESTS),
    *rows(PERSONAL),
    *rows(PROGRAMME),
    *rows(EMBRYO),
    *rows(TRAINING),
    *rows(VISITS),
    *rows(MENTORING),
    *rows(BANKACCESS),
    *rows(IMPACT),
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all rows; each request below is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def bare_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of times the same three pages: `test_refusal_is_a_page` renders them."""
    monkeypatch.setattr("soksi_portal.common.onlysent.render_to_string", lambda *_: "")
    for status in (403, 404):
        bare = partial(_bare, status)
        monkeypatch.setattr(f"soksi_portal.urls.handler{status}", bare, raising=False)


def _bare(status: int, request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=status)


def answered(world: World, person: str, name: str, method: str) -> str:
    address = reverse(name, args=RECORDS.get(name, lambda _: [])(world))
    address += QUERIES.get(name, lambda _: "")(world)
    send = getattr(world.client(person), method)
    with transaction.atomic():
        response = send(address, _answer(world, name) if method == "post" else {})
        transaction.set_rollback(True)
    sent_to_sign_in = response.status_code == 302 and response["Location"].startswith("/masuk/")
    return "in" if sent_to_sign_in else str(response.status_code)


def _answer(world: World, name: str) -> dict[str, str]:
    if name == "checkin_scan":
        return {"kode": checkin_tokens.person_token(world.expected)}
    return ANSWERS.get(name, {})


def test_every_address_has_a_row():
    assert sorted(row.id for row in SHOWN) == sorted(pattern.name for _, pattern in patterns())


def test_every_address_that_only_takes_what_is_sent_has_a_row():
    only_sent = {row.id for row in SHOWN if "405" in row.values[1].values()}
    assert only_sent - {row.id for row in rows(SENT)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_refusal_is_a_page(world, person):
    missing = world.client(person).get("/tidak-ada/")
    assert "Halaman ini tidak ada" in missing.content.decode()
    if person != "visitor":
        only_sent = world.client(person).get(reverse("inbox_all_read"))
        assert '<a class="btn btn-primary" href="/pesan/">' in only_sent.content.decode()
    if person not in ("visitor", "jamk", "admin"):
        assert (
            "Anda tidak boleh membuka ini"
            in world.client(person).get(reverse("channel_list")).content.decode()
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize(("name", "expected"), SHOWN)
def test_page(world, name, expected):
    assert {person: answered(world, person, name, "get") for person in expected} == expected


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize(("name", "expected"), list(rows(SENT)))
def test_sent(world, name, expected):
    assert {person: answered(world, person, name, "post") for person in expected} == expected


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize(("name", "expected"), SHOWN)
def test_whoever_may_not_see_a_page_may_not_send_to_it(world, name, expected):
    refused = [person for person, said in expected.items() if said in ("in", "403", "404")]
    answers = {person: answered(world, person, name, "post") for person in refused}
    assert set(answers.values()) <= {"in", "403", "404", "405"}, answers
