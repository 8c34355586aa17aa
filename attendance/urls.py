from django.urls import path

from attendance.views import managing, registering

urlpatterns = [
    path("register/", registering.PickView.as_view(), name="register"),
    path("register/done/", registering.registered, name="registered"),
    path("register/webinar/<int:pk>/", registering.WebinarView.as_view(), name="register_webinar"),
    path("register/withdraw/<int:pk>/", managing.withdraw, name="withdraw"),
    path("manage/<str:token>/", managing.manage, name="manage"),
    path("manage/<str:token>/withdraw/<int:pk>/", managing.manage_withdraw, name="manage_withdraw"),
]
