"""Addresses of files, without a language prefix; `reading_patterns` has one, like pages."""

from django.urls import path

from webinars.views import files, staff, watching

urlpatterns = [
    path("recordings/<int:pk>/video/", files.video, name="recording_video"),
    path("recordings/<int:pk>/described/", files.described, name="recording_described"),
    path("recordings/<int:pk>/poster/", files.poster, name="recording_poster"),
    path("recordings/<int:pk>/captions/<slug:language>.vtt", files.captions, name="recording_captions"),
    path("slides/<int:pk>/", files.slide, name="slide_image"),
    path("handouts/<int:pk>/", files.handout, name="handout_file"),
]

reading_patterns = [
    path("recordings/<int:pk>/watched/", watching.watched, name="recording_watched"),
    path("recordings/<int:pk>/transcript/<slug:language>.txt", files.transcript, name="recording_transcript"),
    path("staff/<slug:programme>/recordings/", staff.recordings, name="staff_recordings"),
]
