from django.urls import path

from content import views

urlpatterns = [path("files/media/<int:pk>/", views.media_file, name="media_file")]
