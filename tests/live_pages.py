"""The page of a live stream, as tests look at it."""

from tests.waiting import until_page

LIVE = 'document.querySelector("[data-live]").live'


def painted(page, more=20):
    before = page.evaluate(f"{LIVE}.meters.painted")
    until_page(page, f"{LIVE}.meters.painted > {before + more}")


def see(page, address):
    page.goto(address)
    until_page(page, f"Boolean({LIVE}?.raw && {LIVE}.meters.painted > 0)")
