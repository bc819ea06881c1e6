"""The greeting and the count of visits."""

from server.web.access import access_of


def test_visits_are_counted_for_each_browser(app, client):
    assert "(1 time)" in client.get("/").text
    assert "(2 times)" in client.get("/").text
    assert "(3 times)" in client.get("/").text
    other = app.test_client()
    other.get(f"/enter?code={access_of(app).issue_code()}")
    assert "(1 time)" in other.get("/").text


def test_asking_about_the_page_is_no_visit(client):
    client.get("/")
    client.head("/")
    client.options("/")
    assert "(2 times)" in client.get("/").text


def test_the_count_survives_a_restart(make_app):
    first = make_app()
    client = first.test_client()
    client.get(f"/enter?code={access_of(first).issue_code()}")
    client.get("/")
    cookie = client.get_cookie("sigmascope")
    assert cookie.expires is not None  # kept by the browser when it is closed
    later = make_app().test_client()
    later.set_cookie("sigmascope", cookie.value)
    assert "(2 times)" in later.get("/").text


def test_a_forged_count_counts_for_nothing(make_app):
    client = make_app(auth=False).test_client()
    client.set_cookie("sigmascope", "eyJ2aXNpdHMiOjk5fQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert "(1 time)" in client.get("/").text
