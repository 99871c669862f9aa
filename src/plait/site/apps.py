from django.apps import AppConfig
from django.conf import settings


class SiteConfig(AppConfig):
    name = "plait.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from plait.site import checks  # noqa: F401 - registers them
        from plait.site.wiring import wire

        wire()
        _use_model()


def _use_model() -> None:
    if settings.PLAIT_MODEL is None:
        return
    from plait.matching.model import WrongModel, use

    try:
        use(settings.PLAIT_MODEL)
    except (WrongModel, OSError) as fault:
        raise SystemExit(f"Plait cannot start. PLAIT_MODEL: {fault}") from None
