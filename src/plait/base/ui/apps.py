from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "plait.base.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
