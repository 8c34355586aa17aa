"""Settings of a site."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string

from content.colours import refusal
from content.colours.space import normal
from content.editing import LookPreviewPanel


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """The name, contact, logo and colours of one site."""

    name = models.CharField(
        _("name of the site"),
        max_length=120,
        blank=True,
        help_text=_("Stands at the head of every page. Left empty, the name of the programme stands there."),
    )
    owner_line = models.CharField(
        _("owner"), max_length=200, blank=True, help_text=_("Small below the name. Left empty: the programme's owners.")
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Stands beside the name, 48 pixels high. A see-through ground lets it lie on the page's colour."),
    )
    logo_dark = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo on dark ground"),
        help_text=_("For those who read in the dark. Left empty, they see the other one."),
    )
    colour = models.CharField(
        _("main colour"),
        max_length=7,
        blank=True,
        help_text=_("Of buttons, links and the foot of the page, as #17543f. Left empty, the site is green."),
    )
    colour_dark = models.CharField(
        _("main colour on dark ground"),
        max_length=7,
        blank=True,
        help_text=_("Left empty, it is made of the other one."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    news_old_after_months = models.PositiveSmallIntegerField(
        _("months after which a news article is old"),
        default=24,
        help_text=_("An article that has not been changed for so long says that it may be outdated. 0: none does."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("owner_line"), FieldPanel("contact_email")], heading=_("The site")
        ),
        MultiFieldPanel(
            [
                FieldPanel("logo"),
                FieldPanel("logo_dark"),
                FieldPanel("colour", widget=TextInput(attrs={"data-look": "colour", "placeholder": "#17543f"})),
                FieldPanel("colour_dark", widget=TextInput(attrs={"data-look": "dark", "placeholder": "#8ccbb0"})),
                LookPreviewPanel(heading=_("How it looks")),
            ],
            heading=_("Logo and colours"),
        ),
        MultiFieldPanel([FieldPanel("news_old_after_months")], heading=_("News")),
    ]

    class Meta:
        verbose_name = _("name, logo and colours")

    def __str__(self) -> str:
        return self.name or settings.WAGTAIL_SITE_NAME

    def clean(self) -> None:
        """Refuse colours with too little contrast, with the figures."""
        super().clean()
        refused: dict[str, str] = {}
        for name, scheme in (("colour", "light"), ("colour_dark", "dark")):
            given = getattr(self, name)
            if not given:
                continue
            colour = normal(given)
            reason = refusal(colour, scheme) if colour else _("Write the colour as #17543f.")
            if reason:
                refused[name] = str(reason)
            else:
                setattr(self, name, colour)
        if self.colour_dark and not self.colour:
            refused["colour"] = str(_("Choose this one first."))
        if refused:
            raise ValidationError(refused)
