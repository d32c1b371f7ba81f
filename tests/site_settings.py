"""Settings for tests: a data folder of their own, fast passwords, messages kept in memory."""

import os

from tests.memory import new_folder

# Each process of the tests has a folder of its own: what is counted or kept in it is not that of another.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
if os.environ.get("ACTIONLINES_TEST_WORKER") != WORKER:
    os.environ["ACTIONLINES_TEST_WORKER"] = WORKER
    os.environ["ACTIONLINES_DATA"] = new_folder("test")
os.environ.setdefault("ACTIONLINES_HOSTS", "localhost,127.0.0.1,testserver")

from actionlines.register.site.settings import *  # noqa: E402, F403

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file: threads of a live server have connections of their own, as in production. They would share that of a
    # database in memory, and with it their transactions.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}  # noqa: F405
