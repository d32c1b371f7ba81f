"""Sign-on with accounts of other places: an app, loaded where ACTIONLINES_SIGN_ON names a file.

provider.py  a provider of OpenID Connect as allauth asks it, with nonce and signature checked
adapter.py   whom a provider lets in, as which account, with which roles
urls.py      where a sign-in begins and comes back
saml/        the same for SAML 2.0, an app of its own

The file itself is read by `sign_on_file.py`, before there are settings.
"""

from django.conf import settings

if not settings.SIGN_ON.providers:
    raise ModuleNotFoundError("Sign-on is switched off: ACTIONLINES_SIGN_ON names no file.")
