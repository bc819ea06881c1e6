"""The two pages that the window shows without the server: while it starts, and if it cannot."""

from html import escape
from pathlib import Path
from string import Template

_FRAME = Template(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sigmascope</title><style>
:root { color-scheme: light dark; --bg: #F7F8FA; --text: #16202C; --muted: #5A6675;
  --line: #D9DEE5; --accent: #2457D6; --raw: #C3CAD4; }
@media (prefers-color-scheme: dark) { :root { --bg: #0F141A; --text: #E6EBF2; --muted: #94A0B0;
  --line: #2A333F; --accent: #7AA2FF; --raw: #3C4857; } }
html, body { height: 100%; margin: 0; }
body { display: grid; place-items: center; background: var(--bg); color: var(--text);
  font: 14px/1.5 Inter, system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
main { max-width: 34rem; padding: 24px; text-align: $align; }
h1 { font-size: 18px; font-weight: 600; margin: 12px 0 4px; }
p { margin: 4px 0; color: var(--muted); }
code { display: block; margin: 8px 0; padding: 8px 12px; border: 1px solid var(--line);
  border-radius: 6px; color: var(--text); overflow-wrap: anywhere; user-select: text;
  font: 13px/1.5 "IBM Plex Mono", ui-monospace, "DejaVu Sans Mono", monospace; }
svg { width: 120px; height: 48px; fill: none; stroke-linecap: round; stroke-linejoin: round; }
.raw { stroke: var(--raw); stroke-width: 1.5; }
.smooth { stroke: var(--accent); stroke-width: 2.5; stroke-dasharray: 150; }
@media (prefers-reduced-motion: no-preference) {
  .busy .smooth { animation: draw 1.6s ease-in-out infinite alternate; }
  @keyframes draw { from { stroke-dashoffset: 150; } to { stroke-dashoffset: 0; } } }
</style></head><body><main class="$kind">
<svg viewBox="0 0 120 48" aria-hidden="true">
<path class="raw" d="M2 40l6 3 6-6 6 5 6-9 6 4 6-13 6 2 6-16 6 8 6-10 6 12 6-4 6 15 6-2 6 10 6-3 6 6
6-5 6 4"/><path class="smooth" d="M2 41C34 41 38 10 60 10s26 31 58 31"/></svg>
$body</main></body></html>"""
)


def loading_page() -> str:
    """Shown from the first moment until the server answers."""
    body = '<h1>Sigmascope</h1><p role="status">Starting\N{HORIZONTAL ELLIPSIS}</p>'
    return _FRAME.substitute(align="center", kind="busy", body=body)


def failure_page(error: BaseException, log_path: Path) -> str:
    """Says that the server could not start, why, and where the log is."""
    reason = f"{type(error).__name__}: {error}"
    body = (
        "<h1>Sigmascope could not start its server</h1>"
        f"<p>The reason:</p><code>{escape(reason)}</code>"
        f"<p>The log has the details:</p><code>{escape(str(log_path))}</code>"
        "<p>Close this window, put the cause right, and start again. Your data were not changed."
        "</p>"
    )
    return _FRAME.substitute(align="left", kind="failed", body=body)
