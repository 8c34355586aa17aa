"""Settings for production behind a web server with HTTPS. SECRET_KEY, ALLOWED_HOSTS and BASE_URL have no default."""

from environs import validate

from .base import *
from .base import env

SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", validate=validate.Length(min=1))
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", validate=validate.URL(schemes={"https"}, require_tld=False))
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
# The web server in front must set this header for HTTPS, and remove it from all other requests.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = False
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_SECURE = True

_email = env.dj_email_url("EMAIL_URL")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 20)
