"""plait serve: pages and, beside them, the worker."""

import threading
from typing import Annotated

import typer

from plait.site.cli.common import console, prepare, refuse, start_or_refuse


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    threads: Annotated[int, typer.Option(min=1, max=64, help="Requests answered at the same time.")] = 8,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Leave timers and mail to `plait worker`.")
    ] = False,
) -> None:
    """Serve the site, with the worker in a thread unless --no-worker."""
    start_or_refuse()
    serve_until_stopped(host=host, port=port, threads=threads, with_worker=not no_worker)


def serve_until_stopped(*, host: str, port: int, threads: int = 8, with_worker: bool = True) -> None:
    """Serve until SIGTERM or SIGINT: requests and the worker's round under way are finished first."""
    prepare()
    from contextlib import ExitStack

    from django.conf import settings
    from django.db import connections
    from waitress.server import create_server

    from plait.base.db.serving import AlreadyServingError, serving
    from plait.base.db.vendor import is_sqlite
    from plait.site.logging import configure_logging
    from plait.site.worker import in_thread, stop_on_signals
    from plait.site.wsgi import application

    configure_logging()
    stop = threading.Event()
    address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}"  # noqa: S104
    with ExitStack() as held:
        if is_sqlite():
            try:
                held.enter_context(serving(str(settings.DATABASES["default"]["NAME"]), where=address))
            except AlreadyServingError as fault:
                refuse(str(fault))
        try:
            server = create_server(
                application,
                host=host,
                port=port,
                threads=threads,
                ident=None,
                clear_untrusted_proxy_headers=True,
            )
        except OSError:
            refuse(f"Port {port} is taken. Stop what uses it, or choose another: --port {port + 1}")
        connections.close_all()
        beside = in_thread(stop) if with_worker else None
        console.print(f"Plait is at {address}  (stop it with Ctrl+C)", markup=False)
        _run(server, stop, stop_on_signals)
        stop.set()
        if beside is not None:
            beside.join(timeout=30)
    console.print("Stopped.")


def _run(server: object, stop: threading.Event, stop_on_signals: object) -> None:
    """waitress's loop in this thread, left when a signal sets `stop`."""

    class Enough(Exception):
        pass

    def leave() -> None:
        raise Enough

    stop_on_signals(stop, leave)  # type: ignore[operator]
    try:
        server.run()  # type: ignore[attr-defined]
    except Enough:
        pass
    finally:
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=10)  # type: ignore[attr-defined]
        server.close()  # type: ignore[attr-defined]
