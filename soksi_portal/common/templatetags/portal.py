"""Tags and filters of every template (builtins: no `load` needed). What they print is in common/display.py."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import template
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from soksi_portal.common import charts, display, tilemap

register = template.Library()

# --- money, figures, phones --------------------------------------------------------------------


@register.filter
def rupiah(amount: int | Decimal | None) -> str:
    """{{ sales|rupiah }} → Rp 1.250.000"""
    return display.rupiah(amount)


@register.filter
def figure(number: float | Decimal | None, decimals: int = 0) -> str:
    """{{ count|figure }} → 1.234.567; {{ share|figure:1 }} → 12,5"""
    return display.figure(number, int(decimals))


@register.filter
def localized(value: Any) -> Any:
    """{{ cell.value|localized }}: a number as figure, nothing as –, all else as it is."""
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return display.figure(value)
    return value


@register.filter
def percent(part: int, whole: int) -> str:
    """{{ present|percent:invited }} → 33 %"""
    return display.percent(part, whole)


@register.filter
def phone(number: str | None) -> str:
    """{{ user.phone|phone }} → 0812-3456-7890"""
    return display.phone(number)


# --- moments -----------------------------------------------------------------------------------


def _time(at: date | datetime, text: str, title: str = "") -> SafeString:
    if title:
        return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), title, text)
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)


@register.simple_tag
def local_time(at: datetime | None, zone: display.Zone = None) -> str:
    """{% local_time session.starts_at province.time_zone %} → Senin, 23 November 2026 pukul 09.00 WITA"""
    if not at:
        return display.NOTHING
    return _time(display.in_zone(at, zone), display.moment(at, zone))


@register.simple_tag
def local_date(at: date | datetime | None, zone: display.Zone = None) -> str:
    """{% local_date business.verified_at %} → 23 November 2026"""
    if not at:
        return display.NOTHING
    shown = display.in_zone(at, zone) if isinstance(at, datetime) else at
    return _time(shown, display.day(shown))


@register.simple_tag
def time_range(start: datetime, end: datetime, zone: display.Zone = None) -> str:
    """{% time_range s.starts_at s.ends_at s.time_zone %} → Senin, 23 November 2026 pukul 09.00–12.00 WITA"""
    return _time(display.in_zone(start, zone), display.moment_range(start, end, zone))


@register.simple_tag
def since(at: datetime | None, zone: display.Zone = None) -> str:
    """{% since message.sent_at %} → 3 hari lalu, with the exact moment in <time>"""
    if not at:
        return display.NOTHING
    return _time(display.in_zone(at, zone), display.ago(at), display.moment(at, zone))


@register.simple_tag
def until(at: datetime | None, zone: display.Zone = None) -> str:
    """{% until session.starts_at zone %} → dalam 3 hari, with the exact moment in <time>"""
    return since(at, zone)


@register.simple_tag
def waited(at: datetime | None, zone: display.Zone = None) -> str:
    """sejak {% waited business.submitted_at %} → 3 hari (the bare length of time)"""
    if not at:
        return display.NOTHING
    return _time(display.in_zone(at, zone), display.distance(at), display.moment(at, zone))


# --- badges ------------------------------------------------------------------------------------

TONES = ("neutral", "waiting", "good", "attention", "bad")
_SHAPES = {
    "neutral": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "waiting": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor"/>',
    "good": '<path d="m1.5 6.5 3 3 6-7" fill="none" stroke="currentColor" stroke-width="2"/>',
    "attention": '<path d="M6 1 11.5 11H.5z" fill="currentColor"/>',
    "bad": '<path d="m2 2 8 8m0-8-8 8" fill="none" stroke="currentColor" stroke-width="2"/>',
}


@register.simple_tag
def shape(tone: str = "neutral") -> SafeString:
    """{% shape "good" %}: the small sign that goes with a tone, so that colour never speaks alone."""
    drawn = _SHAPES.get(tone, _SHAPES["neutral"])
    svg = f'<svg class="shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{drawn}</svg>'
    return mark_safe(svg)  # noqa: S308  only our own constants


@register.simple_tag
def badge(label: Any, tone: str = "") -> SafeString:
    """{% badge business.get_state_display business.state_tone %}, or {% badge choice %} of a choice that
    has a `label` and a `tone`. Tones: neutral, waiting, good, attention, bad."""
    tone = tone or getattr(label, "tone", "neutral")
    tone = tone if tone in TONES else "neutral"
    return format_html(
        '<span class="tag tag-{}">{}{}</span>',
        tone,
        shape(tone),
        getattr(label, "label", label),
    )


# --- links of lists ----------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: Any) -> str:
    """{% query_string urut="name" sesudah=None %}: the present query with changes; None takes a key out."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        elif isinstance(value, list | tuple):
            query.setlist(key, [str(one) for one in value])
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_header(context: Context, key: str, label: str, numeric: bool = False) -> SafeString:
    """{% sort_header "name" "Nama" %} → <th> whose link sorts by `?urut=name`, then `?urut=-name`; for tables
    that are no common.tabular.Listing."""
    request = context.get("request")
    now = request.GET.get("urut", "") if request else ""
    wanted = f"-{key}" if now == key else key
    state = {key: ("ascending", "▲"), f"-{key}": ("descending", "▼")}.get(now)
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}{}</a></th>',
        SafeString(' class="num"') if numeric else "",
        format_html(' aria-sort="{}"', state[0]) if state else "",
        query_string(context, urut=wanted, sesudah=None, sebelum=None),
        label,
        format_html(' <span aria-hidden="true">{}</span>', state[1]) if state else "",
    )


# --- map and charts ----------------------------------------------------------------------------


@register.inclusion_tag("parts/tile_map.html")
def tile_map(tiles: Iterable[tilemap.Tile], title: str = "", with_list: bool = True) -> dict[str, Any]:
    """{% tile_map tiles title="Peta 38 provinsi" %} with a list of common.tilemap.Tile."""
    shown = list(tiles)
    return {"tiles": shown, "legend": tilemap.legend_of(shown), "title": title, "with_list": with_list}


@register.inclusion_tag("parts/bar_chart.html")
def bar_chart(points: Iterable[charts.Point], caption: str, most: float | None = None) -> dict[str, Any]:
    """{% bar_chart points caption="Usaha per tahap" most=76 %} with a list of common.charts.Point."""
    return {"bars": charts.bars(list(points), most), "caption": caption}


@register.inclusion_tag("parts/line_chart.html")
def line_chart(points: Iterable[charts.Point], caption: str) -> dict[str, Any]:
    """{% line_chart points caption="Usaha terdaftar per bulan" %} with a list of common.charts.Point."""
    return {"line": charts.line(list(points)), "caption": caption}


# --- forms -------------------------------------------------------------------------------------


@register.simple_tag
def field_errors(field: BoundField) -> SafeString:
    """{% field_errors form.name %}: the errors of one field, with the id that aria-describedby points to."""
    if not field.errors:
        return SafeString("")
    lines = format_html_join("", "<p>{}</p>", ((error,) for error in field.errors))
    return format_html('<div class="field-error" id="{}_error">{}</div>', field.auto_id, lines)


@register.simple_tag
def error_links(*forms: BaseForm) -> list[tuple[str, str]]:
    """(id to jump to, sentence) of every error of the forms, in the order of the fields."""
    found: list[tuple[str, str]] = []
    for form in forms:
        if not form or not getattr(form, "errors", None):
            continue
        found += [("", str(error)) for error in form.non_field_errors()]
        for field in form:
            target = field.id_for_label or f"{field.auto_id}_0"
            label = str(field.label)
            begin = label if label.endswith(("?", ".", "!")) else f"{label}:"
            found += [(target, f"{begin} {error}") for error in field.errors]
    return found


@register.simple_tag(takes_context=True)
def form_fields(context: Context, form: BaseForm) -> SafeString:
    """{% form_fields form %}: the fields in crispy's layout (form.helper where there is one), without <form>,
    token and error summary, which parts/form.html brings."""
    helper = copy(getattr(form, "helper", None)) or FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return render_crispy_form(form, helper, context)


# --- the page itself ---------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """` data-theme="dark"` where the person has chosen one; else the device decides, in the stylesheet."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme") if request else None
    return format_html(' data-theme="{}"', chosen) if chosen in ("light", "dark") else SafeString("")
