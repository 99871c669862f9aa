from django.apps import AppConfig


class WitnessConfig(AppConfig):
    name = "plait.base.witness"
    label = "witness"
    default_auto_field = "django.db.models.BigAutoField"
