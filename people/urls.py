from django.urls import path

from people import views

urlpatterns = [path("account/details/", views.my_details, name="my_details")]
