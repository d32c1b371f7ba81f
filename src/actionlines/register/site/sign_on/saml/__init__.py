"""Sign-on by SAML 2.0: an app beside that of OpenID Connect, loaded where the file names such a provider.

provider.py  the provider as allauth asks it
urls.py      where a sign-in begins and comes back, and how this register describes itself

`register/site/saml_messages.py` makes and checks the messages.
"""
