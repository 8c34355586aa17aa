from django.urls import path, re_path
from wagtail.urls import serve_pattern

from home import views

urlpatterns = [path("catalogue/", views.catalogue, name="catalogue")]

# Under Wagtail's own name, so that it finds the addresses of its pages. Comes last, since it matches any path.
page_patterns = [re_path(serve_pattern, views.page, name="wagtail_serve")]
