"""The small signs that stand beside words, so that nothing is said by colour alone. Each is one path in a 16 by 16 box."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

PATHS: Final = {
    "clock": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3Zm-1 1v5l3.5 2 1-1.6L9 7.9V4Z",
    "alert": "M8 1 0 15h16Zm-1 5h2v4H7Zm0 5h2v2H7Z",
    "late": "M5 0h6l5 5v6l-5 5H5l-5-5V5Zm2 3v6h2V3Zm0 7v2h2v-2Z",
    "tick": "m6 13.5-5-5L3 6.4l3 3 7-7 2 2Z",
    "tick-late": "m5 13-4-4 1.7-1.7L5 9.5l5.6-5.6L12.3 5.6ZM13 9h2v4h-2Zm0 5h2v2h-2Z",
    "cross": "m2 4 2-2 4 4 4-4 2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4Z",
    "lock": "M8 0a4 4 0 0 0-4 4v3H2v9h12V7h-2V4a4 4 0 0 0-4-4Zm-2 7V4a2 2 0 1 1 4 0v3Zm1 3h2v3H7Z",
    "shield": "M8 0 1 3v5c0 4 3 6.5 7 8 4-1.5 7-4 7-8V3Z",
    "phone": "M4 0 1 2c0 8 5 13 13 13l1-4-4-2-2 2C7 10 6 9 5 7l2-2Z",
    "person": "M8 1a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM1 15c0-4 3-6 7-6s7 2 7 6Z",
    "question": "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0ZM7 11h2v2H7Zm0-1V8c2 0 2.5-1 2.5-1.7C9.5 5 6.5 5 6.5 6.6h-2"
    "C4.5 2 11.5 2 11.5 6.2 11.5 8 10 9 9 9.3V10Z",
    "pause": "M3 2h4v12H3Zm6 0h4v12H9Z",
    "dot": "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z",
    "ring": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z",
    "bell": "M8 0a1.5 1.5 0 0 0-1.4 2A5 5 0 0 0 3 7v3l-2 3h14l-2-3V7a5 5 0 0 0-3.6-5A1.5 1.5 0 0 0 8 0ZM6 14a2 2 0 0 0 4 0Z",
    "triangle": "M8 2 1 14h14Z",
    "circle": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Z",
    "square": "M2 2h12v12H2Z",
    "diamond": "m8 1 7 7-7 7-7-7Z",
    "arrow": "M1 7h9L6.5 3.5 8 2l6 6-6 6-1.5-1.5L10 9H1Z",
}


def icon(name: str) -> SafeString:
    """The sign as inline SVG, hidden from screen readers: the words beside it say the same. KeyError where there is none."""
    return format_html(
        '<svg class="plait-icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path fill="currentColor" fill-rule="evenodd" d="{}"></path></svg>',
        PATHS[name],
    )
