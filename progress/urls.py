from django.urls import path

from progress import views

urlpatterns = [
    path("progress/<int:pk>/done/", views.mark_done, name="mark_done"),
    path("progress/<int:pk>/undo/", views.undo_done, name="undo_done"),
]
