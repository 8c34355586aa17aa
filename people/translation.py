from modeltranslation.translator import TranslationOptions, register

from people.models import Alliance, ContactPerson


@register(Alliance)
class AllianceTranslation(TranslationOptions):
    fields = ("name", "note")


@register(ContactPerson)
class ContactPersonTranslation(TranslationOptions):
    fields = ("title",)
