from django.urls import path

from figures import views

urlpatterns = [
    path("staff/<slug:programme>/figures/", views.figures, name="staff_figures"),
    path("staff/<slug:programme>/figures.csv", views.export, {"kind": "csv"}, name="staff_figures_csv"),
    path("staff/<slug:programme>/figures.xlsx", views.export, {"kind": "xlsx"}, name="staff_figures_xlsx"),
]
