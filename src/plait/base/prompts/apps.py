from django.apps import AppConfig


class PromptsConfig(AppConfig):
    name = "plait.base.prompts"
    label = "prompts"
    default_auto_field = "django.db.models.BigAutoField"
