from django.urls import path

from gatherings import views

urlpatterns = [path("register/gathering/<int:pk>/", views.GatheringView.as_view(), name="register_gathering")]
