from django.apps import AppConfig


class DbConfig(AppConfig):
    name = "plait.base.db"
    label = "db"
    default_auto_field = "django.db.models.BigAutoField"
