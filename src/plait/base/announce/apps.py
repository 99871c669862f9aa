from django.apps import AppConfig


class AnnounceConfig(AppConfig):
    name = "plait.base.announce"
    label = "announce"
    default_auto_field = "django.db.models.BigAutoField"
