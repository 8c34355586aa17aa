"""Protects facts: a page with registrations, evidence or the like below it can be neither deleted nor moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.models import BasePage
from courses.models import ActivityPage, ModulePage, Session, TrackPage
from courses.querysets import within
from courses.refusals import Refusal

HAS_FACTS = Refusal(
    "has_facts", _("People have taken part here, so the page cannot be deleted or moved. Unpublish it instead.")
)

SESSION_HAS_FACTS = Refusal(
    "session_has_facts",
    _("People have registered for this or been there, so it cannot be removed. Ask county staff to cancel it instead."),
)


HAS_TRANSLATIONS = Refusal(
    "has_translations", _("This page exists in other languages too. Delete it there first, or unpublish it instead.")
)


def deletion_refusal(pages: Iterable[Page]) -> Refusal | None:
    """Why these pages, with their descendants and translations, may not be deleted or moved.

    A translation that has been published is protected like its original: somebody may have read it there.
    """
    tree = Page.objects.filter(within(page.path for page in pages)).values("pk")
    activities, modules, tracks = (_with_originals(model, tree) for model in (ActivityPage, ModulePage, TrackPage))
    targets: list[tuple[type[models.Model], models.QuerySet]] = [
        (ActivityPage, activities),
        (Session, Session.objects.filter(activity__in=activities).values("pk")),
        (ModulePage, modules),
        (TrackPage, tracks),
    ]
    for model, rows in targets:
        for relation in _protecting(model):
            if relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": rows}).exists():
                return HAS_FACTS
    return None


def _with_originals(model: type[BasePage], tree: models.QuerySet) -> models.QuerySet:
    """The pages of one kind in the subtree, and the originals of its translations that have been published."""
    public = model._default_manager.filter(pk__in=tree, first_published_at__isnull=False)
    return model._default_manager.filter(Q(pk__in=tree) | Q(pk__in=public.values("original"))).values("pk")


def translation_refusal(pages: Iterable[Page]) -> Refusal | None:
    """Why these pages may not be deleted: other pages are translations of them or of their descendants."""
    pages = list(pages)
    inside = within(page.path for page in pages)
    tree = Page.objects.filter(inside)
    elsewhere = Page.objects.filter(translation_key__in=tree.values("translation_key")).exclude(inside)
    is_original = any(getattr(page.specific_deferred, "original_id", None) is None for page in pages)
    return HAS_TRANSLATIONS if is_original and elsewhere.exists() else None


def _protecting(model: type[models.Model]) -> Iterator[models.ManyToOneRel]:
    """The relations from rows that must not lose their `model`: whatever any app has declared as PROTECT."""
    for relation in model._meta.related_objects:
        if (
            isinstance(relation, models.ManyToOneRel)
            and relation.on_delete is models.PROTECT
            and not issubclass(relation.related_model, Page)
        ):
            yield relation


def session_refusal(session: Session) -> Refusal | None:
    """Why a session, with all below it, may not be removed."""
    ids = [session.pk]
    level = ids
    while level:
        level = list(Session.objects.filter(parent__in=level).values_list("pk", flat=True))
        ids = [*ids, *level]
    for relation in _protecting(Session):
        if relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": ids}).exists():
            return SESSION_HAS_FACTS
    return None
