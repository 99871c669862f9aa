from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "plait.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow sign-in and sign-out: the signals are Django's own, so this is no wiring between apps."""
        from plait.agencies.handlers import connect

        connect()
