from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses.forms import OwnedPageForm
        from courses.models import LessonPage

        # A form knows who may do what, which knows the models, so the model is handed its form.
        LessonPage.base_form_class = OwnedPageForm
