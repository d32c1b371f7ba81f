"""The settings of the site: set by administrators, with a picture."""

from actionlines.errors import InvalidFields
from actionlines.register.core.action import Action
from actionlines.register.core.schema import clean
from actionlines.register.preferences.models import SiteSettings
from actionlines.register.preferences.schema import SettingsFields, forget


class _Setting(Action):
    code = "site.settings"
    indexed = False

    def do(self, group: object = None) -> SiteSettings:
        """Do it, and let this process read the settings again."""
        try:
            made: SiteSettings = super().do()
            return made
        finally:
            forget()

    def effect(self) -> None:
        """Make the record with the first change."""
        self.record = self.record or SiteSettings()


class EditSettings(_Setting):
    """Change the given `fields`. Raises InvalidFields."""

    def effect(self) -> None:
        """Keep what differs from the defaults, so that the environment goes on giving these."""
        super().effect()
        good, wrong = clean(SettingsFields, self.given["fields"])
        if wrong:
            raise InvalidFields("settings", wrong)
        default = SettingsFields().model_dump()
        merged = {**self.record.given, **good}
        self.record.given = {name: value for name, value in merged.items() if value != default.get(name)}
        self.record.save()


class SetLogo(_Setting):
    """Show `logo`, a stored picture that the sandbox has drawn again; None for no picture."""

    def effect(self) -> None:
        """Store the picture for the header of the site."""
        super().effect()
        self.record.logo = self.given["logo"]
        self.record.save()
