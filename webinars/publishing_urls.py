"""The screens of an editor, under the address of the Wagtail admin. Each asks `user_can_edit` first."""

from django.urls import path

from webinars.views.publishing import screen

urlpatterns = [
    path("recordings/<int:pk>/", screen.screen, name="publish_recording"),
]
