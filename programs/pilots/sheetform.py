"""A sheet of scores, one section for each criterion, with what the record says beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field
from django import forms
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.partnership.models import Criterion
from programs.partnership.models.phases import HIGHEST_SCORE
from soksi_portal.common.layout import Section, helper
from umkm.businesses.models import Business

from .evidence import evidence_for
from .models.scores import LONGEST_REMARK
from .services.scoring import Score, score_field

CHOICES = [(number, str(number)) for number in range(1, HIGHEST_SCORE + 1)]
TOO_LONG = {
    "max_length": gettext_lazy("Tulis paling banyak %(limit_value)d huruf. Anda menulis %(show_value)d.")
}


def literal(words: str) -> SafeString:
    """For crispy, which reads what it shows as a template: braces that somebody typed stay braces."""
    return SafeString(conditional_escape(words).replace("{", "&#123;").replace("}", "&#125;"))


def remark_field(criterion: Criterion) -> str:
    return f"remark_{criterion.pk}"


class ScoreSheet(forms.Form):
    """`known`: what was given before, by the criterion's id; `beside`: what somebody else gave, as words."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        business: Business,
        known: Mapping[int, Score] | None = None,
        beside: Mapping[int, str] | None = None,
        complete: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.business, self.beside = criteria, business, beside or {}
        for criterion in criteria:
            before = (known or {}).get(criterion.pk)
            self.fields[score_field(criterion)] = forms.TypedChoiceField(
                label=_("Nilai untuk %(criterion)s") % {"criterion": criterion.title},
                choices=CHOICES,
                coerce=int,
                empty_value=None,
                required=complete,
                initial=before.score if before else None,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Pilih nilai 1 sampai %(most)d.") % {"most": HIGHEST_SCORE},
                    "invalid_choice": _("Pilih nilai 1 sampai %(most)d.") % {"most": HIGHEST_SCORE},
                },
            )
            self.fields[remark_field(criterion)] = forms.CharField(
                label=_("Catatan"),
                required=False,
                max_length=LONGEST_REMARK,
                initial=before.remark if before else "",
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages=TOO_LONG,
            )
        self.helper: FormHelper = helper(*self.parts())

    def parts(self) -> Iterator[Any]:
        for criterion in self.criteria:
            hint = _("%(guidance)s Bobot %(weight)s.") % {
                "guidance": criterion.guidance,
                "weight": criterion.weight,
            }
            yield Section(
                literal(f"{criterion.number}. {criterion.title}"),
                HTML(self._record_of(criterion)),
                Field(score_field(criterion), wrapper_class="score-field"),
                remark_field(criterion),
                hint=literal(hint.strip()),
            )

    def _record_of(self, criterion: Criterion) -> SafeString:
        lines = [
            (fact.label, fact.value or _("Belum diisi")) for fact in evidence_for(criterion, self.business)
        ]
        if criterion.pk in self.beside:
            lines.append((_("Menurut pengusul"), self.beside[criterion.pk]))
        facts = format_html_join(
            "", '<div class="fact"><dt>{}</dt><dd>{}</dd></div>', ((a, b) for a, b in lines)
        )
        return literal(format_html('<dl class="facts evidence">{}</dl>', facts) if lines else "")

    def scores(self) -> dict[int, Score]:
        """What was given; a draft leaves some out."""
        found = {}
        for criterion in self.criteria:
            score = self.cleaned_data.get(score_field(criterion))
            if score is not None:
                found[criterion.pk] = Score(score, self.cleaned_data.get(remark_field(criterion), ""))
        return found
