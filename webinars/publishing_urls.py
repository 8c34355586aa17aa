"""Screens for editors, below the address of the Wagtail admin. Each checks `user_can_edit`."""

from django.urls import path

from webinars.views.publishing import (
    access,
    caption_editor,
    captions,
    chapters,
    checklist,
    overview,
    presentations,
    removed,
    screen,
    times,
    uploads,
    video,
)

CAPTIONS = "recordings/<int:pk>/captions/<slug:language>/"

urlpatterns = [
    path("recordings/", overview.overview, name="recordings_in_charge"),
    path("recordings/<int:pk>/", screen.screen, name="publish_recording"),
    path("recordings/<int:pk>/preview/", screen.preview, name="preview_recording"),
    path("recordings/<int:pk>/uploads/", uploads.begin, name="begin_upload"),
    path("recordings/<int:pk>/uploads/<uuid:key>/", uploads.upload, name="upload"),
    path("recordings/<int:pk>/uploads/<uuid:key>/finish/", uploads.finish, name="finish_upload"),
    path("recordings/<int:pk>/uploads/<uuid:key>/throw-away/", uploads.throw_away, name="throw_upload_away"),
    path("recordings/<int:pk>/files/", uploads.whole_files, name="upload_whole_files"),
    path("recordings/<int:pk>/video/link/", video.link, name="link_video"),
    path("recordings/<int:pk>/video/remove/", video.remove, name="remove_video"),
    path("recordings/<int:pk>/removed/<int:removed>/back/", removed.back, name="bring_back"),
    path("recordings/<int:pk>/poster/", video.poster, name="set_poster"),
    path("recordings/<int:pk>/captions/", captions.take, name="take_captions"),
    path(CAPTIONS, caption_editor.editor, name="correct_captions"),
    path(f"{CAPTIONS}lines/<int:cue>/", caption_editor.line, name="correct_caption_line"),
    path(f"{CAPTIONS}change/", captions.change, name="change_captions"),
    path(f"{CAPTIONS}file/", captions.download, name="download_captions"),
    path("recordings/<int:pk>/chapters/", chapters.change, name="change_chapters"),
    path("recordings/<int:pk>/chapters/text/", chapters.take_text, name="set_chapters"),
    path("recordings/<int:pk>/description/", access.description, name="decide_description"),
    path("recordings/<int:pk>/description/remove/", access.remove_described, name="remove_described"),
    path("recordings/<int:pk>/access/", access.access, name="decide_access"),
    path("recordings/<int:pk>/publish/", checklist.publish, name="publish"),
    path("recordings/<int:pk>/unpublish/", checklist.unpublish, name="unpublish"),
    path("recordings/<int:pk>/transcript/approve/", checklist.approve, name="approve_transcript"),
    path("recordings/<int:pk>/presentations/<int:handout>/", presentations.one, name="publish_presentation"),
    path(
        "recordings/<int:pk>/presentations/<int:handout>/replace/",
        presentations.replace,
        name="publish_presentation_replace",
    ),
    path("recordings/<int:pk>/presentations/<int:handout>/move/", presentations.move, name="publish_presentation_move"),
    path("recordings/<int:pk>/presentations/<int:handout>/read/", presentations.read, name="publish_presentation_read"),
    path(
        "recordings/<int:pk>/presentations/<int:handout>/remove/",
        presentations.remove,
        name="publish_presentation_remove",
    ),
    path("recordings/<int:pk>/presentations/<int:handout>/times/", times.times, name="publish_slide_times"),
]
