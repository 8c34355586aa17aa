from django.urls import path

from content import views

urlpatterns = [
    path("files/media/<int:pk>/", views.media_file, name="media_file"),
    path("theme/<slug:version>/<slug:colour>/<slug:dark>.css", views.site_colours, name="site_colours"),
    path("theme/<slug:version>/<slug:colour>.svg", views.site_mark, name="site_mark"),
]
