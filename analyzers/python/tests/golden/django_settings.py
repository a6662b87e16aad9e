"""Settings of a Django project."""

import os
from pathlib import Path

from .base import *

BASE_DIR = Path(__file__).resolve().parent
SECRET_KEY = "django-x9$k2l!pq8v7m3"
DEBUG = False
ALLOWED_HOSTS = ["shop.example.com"]
INSTALLED_APPS = ["django.contrib.admin", "orders", "billing.apps.BillingConfig"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "shop.middleware.AuditMiddleware",
]
if not DEBUG:
    MIDDLEWARE += ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["DB_NAME"],
        "PASSWORD": os.environ.get("DB_PASSWORD", ""),
        "CONN_MAX_AGE": 60,
    }
}
CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache"}}
SECURE_SSL_REDIRECT = True
SESSION_COOKIE_AGE = -1
REST_FRAMEWORK = {"DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"]}
