from django.apps import AppConfig


class StepDownConfig(AppConfig):
    name = "plait.stepdown"
    label = "stepdown"
    default_auto_field = "django.db.models.BigAutoField"
