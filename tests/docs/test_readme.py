"""The README says what is so: its tables are those that the code gives."""

import docs


def test_the_tables_are_up_to_date():
    text = docs.README.read_text(encoding="utf-8")
    assert text == docs.renewed(text), "run: .venv/bin/python build_scripts/docs.py"


def test_a_stale_table_would_be_noticed():
    text = docs.README.read_text(encoding="utf-8")
    assert docs.renewed(text.replace("`power`", "`prower`")) == docs.renewed(text)
    assert "`/settings`" in docs.routes()
    assert "`SIGMASCOPE_AUTH`" in docs.settings()
