"""Where an e-mail provider tells of delivery, bounces and complaints."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from soksi_portal.accounts.guards import public

from . import providers
from .events import report_of
from .services import note_report

log = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])  # some ask first whether somebody is there
@public
def provider_report(request: HttpRequest, provider: str) -> HttpResponse:
    """The signature says who speaks; a failure of ours is told, so that the provider tells again."""
    if not providers.is_listened_to(provider):
        raise Http404
    if request.method != "POST":
        return HttpResponse()
    try:
        events = providers.events_in(request, provider)
    except providers.NotFromProvider as refusal:
        log.warning("a report in the name of %s was refused: %s", provider, refusal)
        return HttpResponseBadRequest()
    for event in events:
        if report := report_of(event):
            note_report(report)
    return HttpResponse()
