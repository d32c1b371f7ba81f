"""Settings for tests: a data folder of their own, fast passwords, messages kept in memory."""

import os
import tempfile

os.environ.setdefault("ACTIONLINES_DATA", tempfile.mkdtemp(prefix="actionlines-test-"))
os.environ.setdefault("ACTIONLINES_HOSTS", "localhost,127.0.0.1,testserver")

from actionlines.site.settings import *  # noqa: F403

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
