"""The language of a page, among those that the site offers, and the list by which it calls countries."""

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from actionlines.framework.called import use_list
from actionlines.register.preferences.schema import current


class OfferedLanguages(LocaleMiddleware):
    """Chooses the language as Django does; a reader of one that is not offered gets the first that is."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language, and the list of names of countries that administrators chose."""
        super().process_request(request)
        held = current()
        use_list(held.country_names)
        if translation.get_language() not in held.languages:
            translation.activate(held.languages[0])
            request.LANGUAGE_CODE = translation.get_language()
