"""What everybody reads. Nothing here is kept by a browser or a cache on the way: a withdrawn consent counts at once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programs.pilots.models import Story, StoryPhoto
from programs.pilots.stories import queries
from programs.pilots.stories.permissions import may_publish
from soksi_portal.accounts.guards import public
from soksi_portal.common.tabular import Column, Listing
from umkm.businesses.documents.storing import NotReachable, read_file
from umkm.businesses.documents.views import POLICY

COLUMNS = (
    Column("judul", gettext_lazy("Judul"), lambda story: story.title),
    Column("terbit", gettext_lazy("Terbit"), lambda story: story.published_at, sort="published_at"),
)
ON_A_PAGE = 24


@public
@require_safe
@never_cache
def story_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.published_stories(),
        columns=COLUMNS,
        default_sort="-terbit",
        filename="cerita",
        may_export=False,
        size=ON_A_PAGE,
    )
    context = {
        "listing": listing,
        "stories": [row.record for row in listing.rows],
        "may_publish": request.user.is_authenticated and may_publish(request.user),
    }
    return render(request, "programs/pilots/stories/story_list.html", context)


@public
@require_safe
@never_cache
def story_detail(request: HttpRequest, story_id: int) -> HttpResponse:
    story = get_object_or_404(queries.published_stories(), pk=story_id)
    return render(request, "programs/pilots/stories/story_detail.html", {"story": story})


@public
@require_safe
@never_cache
def story_photo(request: HttpRequest, story_id: int, photo_id: int) -> HttpResponse:
    """From the document's own file: there is no public copy that could outlive the consent."""
    photo = get_object_or_404(
        StoryPhoto.objects.kept().select_related("document"), pk=photo_id, story=story_id
    )
    if not _may_see(request, story_id):
        raise Http404
    try:
        content = read_file(photo.document.file)
    except FileNotFoundError as error:
        raise Http404 from error
    except NotReachable as failure:
        return HttpResponse(failure.message, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="cerita-{story_id}-{photo.position}.jpg"'
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _may_see(request: HttpRequest, story_id: int) -> bool:
    """Published; else the board, and the owner who was asked."""
    if Story.objects.published().filter(pk=story_id).exists():
        return True
    user = request.user
    if not user.is_authenticated:
        return False
    story = Story.objects.visible_to(user).filter(pk=story_id).select_related("business__owner").first()
    return story is not None and (may_publish(user) or story.business.owner.user_id == user.pk)
