"""The school's news as RSS and Atom, for anybody (see `connectors.news_feed`)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from belisha.channels.queries import feed_account, feed_posts
from belisha.outbox.links import absolute
from belisha.people.models import School

FORMATS = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
KINDS = {form: f"application/{form}+xml; charset=utf-8" for form in FORMATS}


@require_safe
@cache_control(public=True, max_age=600)
def feed(_: HttpRequest, school: str, form: str) -> HttpResponse:
    """Return the feed, if the school has one."""
    place = get_object_or_404(School, slug=school)
    account = feed_account(place)
    if account is None or form not in FORMATS:
        raise Http404
    own = absolute(reverse("channels:feed", args=[place.slug, form]))
    home = absolute(reverse("answers:front", args=[place.slug]))
    made = FORMATS[form](
        title=f"{place.name}: {account.channel}", link=home, description=f"News of {place.name}",
        language="en-gb", feed_url=own, feed_guid=f"{home}#news",
    )  # fmt: skip
    for post in feed_posts(account):
        made.add_item(
            title=post.title, link=post.link, description=post.html, pubdate=post.at, updateddate=post.at,
            unique_id=f"{home}#post-{post.number}", unique_id_is_permalink=False,
        )  # fmt: skip
    response = HttpResponse(content_type=KINDS[form])
    made.write(response, "utf-8")
    return response
