"""The Django app of consultations."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """The Django app of numbered texts, comments and their dispositions."""

    name = "actionlines.register.consultations"
    label = "consultation"
    default_auto_field = "django.db.models.BigAutoField"
