"""Addresses of files, in no language of their own; `reading_patterns` has a language in front like every page."""

from django.urls import path

from webinars.views import files, watching

urlpatterns = [path("recordings/<int:pk>/video/", files.video, name="recording_video")]

reading_patterns = [path("recordings/<int:pk>/watched/", watching.watched, name="recording_watched")]
