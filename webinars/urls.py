from django.urls import path

from webinars.views import files

urlpatterns = [path("recordings/<int:pk>/video/", files.video, name="recording_video")]
