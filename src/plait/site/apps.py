from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "plait.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from plait.site import checks  # noqa: F401 - registers them
        from plait.site.wiring import wire

        wire()
