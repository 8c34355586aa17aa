from django.urls import path

from webinars import views

urlpatterns = [path("recordings/<int:pk>/video/", views.video, name="recording_video")]
