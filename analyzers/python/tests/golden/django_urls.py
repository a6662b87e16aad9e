"""Routes of a Django project."""

from django.contrib import admin
from django.urls import include, path, re_path

from . import views

app_name = "shop"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("orders/", include("orders.urls")),
    path("api/", include(("api.urls", "api"), namespace="api")),
    path("healthz", views.healthz),
    re_path(r"^pay/$", views.PayView.as_view(), name="pay"),
]
handler500 = "shop.views.server_error"
