from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "plait.base.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
