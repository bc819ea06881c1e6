"""Write the generated tables into README.md: routes, tools, settings.

    .venv/bin/python build_scripts/docs.py [--check]

With --check nothing is written, and the exit code says whether the README is up to date.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Bring README.md up to date, or tell whether it is."""
    text = README.read_text(encoding="utf-8")
    fresh = renewed(text)
    if "--check" in sys.argv[1:]:
        return int(fresh != text)
    README.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


def renewed(text: str) -> str:
    """``text`` with each table between ``<!-- name -->`` and ``<!-- /name -->`` made anew."""
    for name, content in (("routes", routes()), ("tools", tools()), ("settings", settings())):
        opening, closing = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, found, rest = text.partition(opening)
        _, also_found, after = rest.partition(closing)
        if not (found and also_found):
            raise ValueError(f"README.md has no place for the table of {name}")
        text = f"{before}{opening}\n{content}\n{closing}{after}"
    return text


def routes() -> str:
    """Every route with an example and what it does, from the views themselves."""
    from server import create_app
    from server.config import Settings
    from server.web.examples import example_urls

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder)), hosts=())
        examples = {e.endpoint: e for e in reversed(list(example_urls(app)))}
        rows = [
            (f"`{rule.rule}`", f"`{example.url}`", example.summary)
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and (example := examples.get(rule.endpoint)) is not None
        ]
    return table(("Route", "For example", "What it does"), rows)


def tools() -> str:
    """Every tool with its parameters and forms, from the declarations."""
    from server.tools.catalogue import TOOLS

    rows = [
        (
            f"`{tool.name}`",
            tool.summary,
            " ".join(f"`{field.name}`" for field in tool.fields),
            " ".join(f"`.{form}`" for form in tool.forms),
        )
        for tool in TOOLS
    ]
    return table(("Tool", "What it does", "Parameters", "Forms"), rows)


def settings() -> str:
    """Every setting with its default, from the declaration."""
    from server.config import PREFIX, Settings

    rows = [
        (f"`{PREFIX}{name.upper()}`", default_of(name), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return table(("Environment variable", "Default", "What it is for"), rows)


def default_of(name: str) -> str:
    """The default of a setting in words."""
    from server.config import Settings

    if name == "data_dir":
        return "the platform's place for a user's data"
    default = Settings.model_fields[name].default
    return f"`{str(default).lower()}`" if default not in {(), ""} else "none"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return (
        "\n".join(
            "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
        )
        + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
