from modeltranslation.translator import TranslationOptions, register

from courses.models import Mission, ProgrammeTarget


@register(Mission)
class MissionTranslation(TranslationOptions):
    fields = ("title",)


@register(ProgrammeTarget)
class ProgrammeTargetTranslation(TranslationOptions):
    fields = ("label",)
