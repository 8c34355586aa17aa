from django.urls import path
from django.views.generic import RedirectView

from people import views

urlpatterns = [
    path("account/", RedirectView.as_view(pattern_name="my_details")),
    path("account/details/", views.my_details, name="my_details"),
]
