"""What the pages of a registration share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.layout import helper
from soksi_portal.common.parts import Fact

from .. import services
from ..choices import BusinessState
from ..fields import label_of, shown
from ..models import Business
from ..writing import KEY_FACTS


class StepForm(forms.Form):
    """One page of the registration. `partial` saves what is there and asks for nothing more."""

    slug: ClassVar[str]
    title: ClassVar[Any]
    purpose: ClassVar[Any]  # what this part is good for, in the task list
    lead: ClassVar[Any] = ""
    facts: ClassVar[tuple[str, ...]]  # that this page asks for
    never_empty: ClassVar[tuple[str, ...]] = ()
    remarked: ClassVar[
        Mapping[str, str]
    ] = {}  # {field: the fact whose remark stands there}, where they differ
    may_be_skipped: ClassVar[bool] = False

    def __init__(
        self,
        data: Any = None,
        *,
        business: Business,
        partial: bool = False,
        remarks: Mapping[str, str] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.business = business
        super().__init__(data, initial={**self.stored(), **(initial or {})})
        self.fixed: list[Fact] = []
        if business.state == BusinessState.VERIFIED:
            self.hold()
        self.arrange()
        for name, field in self.fields.items():
            if partial and name not in self.never_empty:
                field.required = False
            remark = (remarks or {}).get(self.remarked.get(name, name))
            if remark:
                field.help_text = with_remark(field.help_text, remark)
        self.partial = partial
        self.helper = helper(*self.layout())

    def stored(self) -> dict[str, Any]:
        """What is known; what points elsewhere by its key, which costs no look-up."""
        plain = {field.name for field in Business._meta.concrete_fields}
        return {name: self.business.serializable_value(name) for name in plain.intersection(self.facts)}

    def hold(self) -> None:
        """Once verified, the key facts are read here, and asked for elsewhere."""
        for name in KEY_FACTS.intersection(self.facts):
            self.fixed.append(Fact(label_of(self.business, name), shown(self.business, name)))
            self.fields.pop(name, None)

    def arrange(self) -> None:
        """What depends on the business: choices, fields that are not asked."""

    def layout(self) -> list[Any]:
        return list(self.fields)

    def told(self) -> dict[str, Any]:
        """The facts as typed, ready for `services.save_draft`."""
        return {name: self.cleaned_data.get(name) for name in self.facts if name in self.fields}

    def save(self, *, by: User) -> Business:
        """Raises RuleViolation."""
        return services.save_draft(business=self.business, by=by, facts=self.told())


def with_remark(hint: Any, remark: str) -> str:
    """The coordinator's words beside the field they are about."""
    label = _("Catatan koordinator:")
    return format_html(
        '{}<span class="note note-attention"><span><b>{}</b> {}</span></span>', hint, label, remark
    )
