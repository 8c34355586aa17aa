from django.urls import path

from figures.views import figures, matrix

urlpatterns = [
    path("staff/<slug:programme>/participants/", matrix.matrix, name="staff_matrix"),
    path("staff/<slug:programme>/participants.csv", matrix.export, {"kind": "csv"}, name="staff_matrix_csv"),
    path("staff/<slug:programme>/participants.xlsx", matrix.export, {"kind": "xlsx"}, name="staff_matrix_xlsx"),
    path("staff/<slug:programme>/figures/", figures.figures, name="staff_figures"),
    path("staff/<slug:programme>/figures.csv", figures.export, {"kind": "csv"}, name="staff_figures_csv"),
    path("staff/<slug:programme>/figures.xlsx", figures.export, {"kind": "xlsx"}, name="staff_figures_xlsx"),
]
