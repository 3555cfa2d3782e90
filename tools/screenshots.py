"""Pictures of the screens for README and docs, from a served demo database.

./dev serve &                       # in one terminal
python -m tools.screenshots         # in another: writes docs/images/*.png
"""

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

from PIL import Image

from tools.browser import Browser, BrowserError

READY = (
    ".o_list_view, .o_form_view, .o_kanban_view, .o_pivot_view, .o_calendar_view, "
    ".o_graph_view, .o_setting_container, .o_portal"
)
# Avatars and the last animation come after the view itself.
SETTLE_SECONDS = 1.5


class Client:
    """A session of the web client, for its cookie and for finding records."""

    def __init__(self, url, db, login, password):
        self.url = url
        jar = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(jar)
        )
        self._post("/web/session/authenticate", db=db, login=login, password=password)
        self.session = next(c.value for c in jar if c.name == "session_id")

    def _post(self, path, **params):
        body = json.dumps({"jsonrpc": "2.0", "params": params}).encode()
        request = urllib.request.Request(
            self.url + path, body, {"Content-Type": "application/json"}
        )
        with self._opener.open(request, timeout=120) as response:
            answer = json.load(response)
        if "error" in answer:
            raise BrowserError(answer["error"]["data"]["message"])
        return answer["result"]

    def call(self, model, method, *args, **kwargs):
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self._post(path, model=model, method=method, args=args, kwargs=kwargs)

    def first(self, model, domain, order="id"):
        found = self.call(model, "search", domain, order=order, limit=1)
        if not found:
            raise BrowserError(f"the demo has no {model} with {domain}")
        return found[0]


@dataclass(frozen=True)
class Shot:
    """One picture: where to go, what to click there, how large.

    :ivar path: path of the web client, or a function of the client that returns it
    :ivar clicks: CSS selectors, or ``text=…`` for a button or tab of that text
    :ivar until: CSS selector of what the last click brings
    :ivar login: whose screen it is, if not that of who takes the pictures; his
        password is the same word
    """

    name: str
    path: str | Callable[[Client], str]
    clicks: tuple = ()
    until: str = READY
    size: tuple = (1440, 900)
    login: str | None = None


def pressing_case(client):
    """An open case with letters and many items: there is something to see."""
    case = client.first(
        "collection.case",
        [
            ["state", "=", "open"],
            ["action_ids.channel", "=", "letter"],
            ["item_count", ">", 3],
        ],
        "priority desc",
    )
    return f"/odoo/collections/{case}"


def case_with_roles(client):
    domain = [
        ["state", "=", "open"],
        ["partner_id.child_ids.collection_role_ids.code", "=", "finance_manager"],
    ]
    case = client.first("collection.case", domain, "priority desc")
    return f"/odoo/collections/{case}"


def a_tracing(client):
    tracing = client.first("collection.tracing", [["state", "=", "open"]])
    return f"{ACTION}collection_tracing_action/{tracing}"


def latest_preview(client):
    """The last preview; one is made if there is none."""
    domain = [["is_preview", "=", True], ["state", "=", "done"]]
    if not client.call("collection.run", "search_count", domain):
        run = client.call("collection.run", "create", [{}])
        client.call("collection.run", "action_preview", run)
    run = client.first("collection.run", domain, "id desc")
    return f"/odoo/collection-runs/{run}"


def a_letter(client):
    letter = client.first(
        "collection.action",
        [["channel", "=", "letter"], ["attachment_id", "!=", False]],
        "id desc",
    )
    return f"/odoo/collection-letters/{letter}"


def an_invoice(client):
    item = client.first(
        "collection.item", [["state", "=", "open"], ["level_id", "!=", False]]
    )
    move = client.call("collection.item", "read", [item], ["move_id"])[0]["move_id"]
    return f"/odoo/customer-invoices/{move[0]}"


def a_debtor(client):
    case = client.first("collection.case", [["state", "=", "open"]], "priority desc")
    debtor = client.call("collection.case", "read", [case], ["partner_id"])[0]
    return f"/odoo/contacts/{debtor['partner_id'][0]}"


def a_dispute(client):
    dispute = client.first("collection.dispute", [["state", "=", "investigating"]])
    return f"/odoo/collection-disputes/{dispute}"


def unproven_case(client):
    checklist = client.first("collection.checklist", [["state", "=", "open"]])
    case = client.call("collection.checklist", "read", [checklist], ["case_id"])[0]
    return f"/odoo/collections/{case['case_id'][0]}"


def a_promised_case(client):
    domain = [["state", "=", "open"], ["promise_ids", "!=", False]]
    return f"/odoo/collections/{client.first('collection.case', domain, 'id desc')}"


def a_plan(client):
    plan = client.first("collection.plan", [["state", "=", "active"]], "id desc")
    return f"{ACTION}collection_plan_action/{plan}"


def an_approval(client):
    request = client.first("collection.approval", [["state", "=", "pending"]])
    return f"/odoo/collection-requests/{request}"


def a_placement(client):
    placement = client.first("collection.placement", [["amount_agency", ">", 0]])
    return f"{ACTION}collection_placement_action/{placement}"


def an_agency(client):
    agency = client.first("collection.agency", [], "id")
    return f"{ACTION}collection_agency_action/{agency}"


def a_matter(client):
    return f"{ACTION}collection_matter_action/{client.first('collection.matter', [])}"


def a_writeoff(client):
    writeoff = client.first("collection.writeoff", [["state", "=", "posted"]])
    return f"{ACTION}collection_writeoff_action/{writeoff}"


def a_charge(client):
    return f"{ACTION}collection_charge_action/{client.first('collection.charge', [])}"


def first_policy(client):
    return f"/odoo/collection-policies/{client.first('collection.policy', [])}"


ACTION = "/odoo/action-b2b_collections."
PORTAL = "/my/collections/placements"
FIRST_ROW = ".o_data_row .o_data_cell[name=name]"
FOURTH_LEVEL = ".o_data_row:nth-child(4) .o_data_cell[name=name]"
SP3 = ".o_data_row:nth-child(6) .o_data_cell[name=name]"
SHOW = ".modal button[name=action_open]"
FIRST_GROUP = ".o_list_view .o_group_header:nth-child(4)"
PIVOT = ".o_switch_view.o_pivot"
GRAPH, GRAPH_SHOWN = ".o_switch_view.o_graph", ".o_graph_view canvas"
VERIFIED = ".alert-success"
SHOTS = (
    Shot("worklist", "/odoo/collections"),
    Shot("cases", "/odoo/collection-cases"),
    Shot("case", pressing_case, size=(1600, 1100)),
    Shot("contact", pressing_case, ("text=Contact…",), ".modal .o_data_row"),
    Shot("log-call", pressing_case, ("text=Log Call",), ".modal .o_radio_item"),
    Shot("approvals", "/odoo/collection-approvals", ("thead .o_list_record_selector",)),
    Shot("letters", "/odoo/collection-letters", ("thead .o_list_record_selector",)),
    Shot("letter", a_letter, ("text=Letter",), size=(1440, 1300)),
    Shot("holds", "/odoo/collection-holds"),
    Shot("hold", pressing_case, ("text=Hold…",), ".modal .o_collection_table"),
    Shot("journal", "/odoo/collection-journal"),
    Shot("entries", "/odoo/collection-entries"),
    Shot("decisions", "/odoo/collection-decisions"),
    Shot("verify", "/odoo/collection-verify", ("text=Verify Journal",), VERIFIED),
    Shot("run", latest_preview, size=(1600, 1000)),
    Shot("policy", first_policy),
    Shot("level", first_policy, (FOURTH_LEVEL,), ".modal .note-editable"),
    Shot(
        "level-recipients",
        first_policy,
        (SP3, "text=Recipients"),
        ".modal .o_list_view",
    ),
    Shot("contacts", case_with_roles, ("text=Contacts",)),
    Shot("tracing", a_tracing),
    Shot("promises", "/odoo/collection-promises"),
    Shot("promise", a_promised_case, ("text=Promise…",), ".modal .o_form_view"),
    Shot("disputes", "/odoo/collection-disputes"),
    Shot("dispute", a_dispute, size=(1440, 1000)),
    Shot("dispute-decide", a_dispute, ("text=Decide…",), ".modal .o_radio_item"),
    Shot("checklist", unproven_case, ("text=Validation",), size=(1600, 1300)),
    Shot("plans", ACTION + "collection_plan_action"),
    Shot("plan", a_plan, size=(1440, 1400)),
    Shot("instalments", ACTION + "collection_plan_line_action", (GRAPH,), GRAPH_SHOWN),
    Shot("requests", "/odoo/collection-requests"),
    Shot("request", an_approval, size=(1440, 1000)),
    Shot("negotiation", a_promised_case, ("text=Negotiation",), size=(1600, 1400)),
    Shot("escalation", pressing_case, ("text=Escalation",), size=(1600, 1100)),
    Shot("agencies", ACTION + "collection_agency_action"),
    Shot("agency", an_agency, size=(1440, 1100)),
    Shot("placements", ACTION + "collection_placement_action"),
    Shot("placement", a_placement, size=(1440, 1200)),
    Shot("portal-placements", PORTAL, size=(1280, 700), login="agency"),
    Shot(
        "portal-placement",
        PORTAL,
        (".o_portal_my_doc_table tbody a",),
        ".o_collection_placement",
        size=(1280, 1500),
        login="agency",
    ),
    Shot("league", ACTION + "collection_agency_league_action"),
    Shot("matter", a_matter, size=(1440, 1100)),
    Shot(
        "decision-sheet",
        pressing_case,
        ("text=Escalation", "text=Decision Sheet"),
        "button[name=action_decide]",
        size=(1440, 1400),
    ),
    Shot("writeoffs", ACTION + "collection_writeoff_action_report"),
    Shot("writeoff", a_writeoff, size=(1440, 1100)),
    Shot("charges", ACTION + "collection_charge_action"),
    Shot("charge", a_charge, size=(1440, 1000)),
    Shot("charge-wizard", ACTION + "collection_charge_wizard_action"),
    Shot("credit-holds", ACTION + "collection_case_action_blocked"),
    Shot("notice", ACTION + "collection_notice_action", (FIRST_ROW,), ".o_form_view"),
    Shot("interest", ACTION + "collection_interest_table_action"),
    Shot("contact-rules", ACTION + "collection_contact_rule_action"),
    Shot(
        "contact-rule",
        ACTION + "collection_contact_rule_action",
        (FIRST_ROW,),
        ".o_form_view",
    ),
    Shot("items", "/odoo/collection-items"),
    Shot("ageing", "/odoo/collection-ageing", (SHOW, FIRST_GROUP), ".o_data_row"),
    Shot("ageing-pivot", "/odoo/collection-ageing", (SHOW, PIVOT), ".o_pivot table"),
    Shot("invoice", an_invoice),
    Shot("debtor", a_debtor, ("text=Collections",)),
    Shot(
        "settings",
        ACTION + "collection_settings_action",
        size=(1440, 1300),
    ),
)


def click(browser, target):
    """Click an element of the page, as soon as it is there."""
    kind, _, text = target.partition("text=")
    element = (
        f"document.querySelector({json.dumps(target)})"
        if kind
        else "[...document.querySelectorAll('main button, .o_action_manager button,"
        " .o_notebook .nav-link')].find("
        f"e => e.innerText.trim() === {json.dumps(text)} && e.offsetParent)"
    )
    browser.wait_for(element)
    browser.evaluate(f"{element}.click()")
    time.sleep(SETTLE_SECONDS)


def take(browser, client, shot, folder):
    path = shot.path if isinstance(shot.path, str) else shot.path(client)
    browser.resize(*shot.size)
    browser.go(client.url + path)
    browser.wait_for(f"document.querySelector({json.dumps(READY)})")
    time.sleep(SETTLE_SECONDS)
    for target in shot.clicks:
        click(browser, target)
    browser.wait_for(f"document.querySelector({json.dumps(shot.until)})")
    time.sleep(SETTLE_SECONDS)
    if browser.evaluate("!!document.querySelector('.o_error_dialog')"):
        raise BrowserError(f"{shot.name}: {path} shows an error")
    file = folder / f"{shot.name}.png"
    browser.screenshot(file)
    # A screen has few colours: with 256 of them the file is a third as large.
    with Image.open(file) as image:
        image.convert("RGB").quantize(256).save(file, optimize=True)


def parse(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8069")
    parser.add_argument("--db", default="b2bc_demo")
    parser.add_argument("--login", default="admin")
    parser.add_argument("--password", default="admin")
    parser.add_argument("--out", type=Path, default=Path("docs", "images"))
    names = [shot.name for shot in SHOTS]
    parser.add_argument("names", nargs="*", help=f"of {', '.join(names)}; none: all")
    options = parser.parse_args(argv)
    unknown = set(options.names) - set(names)
    if unknown:
        parser.error(f"there is no picture {', '.join(sorted(unknown))}")
    return options


def log_in(options, login=None):
    name, password = (login, login) if login else (options.login, options.password)
    return Client(options.url, options.db, name, password)


def main(argv=None):
    options = parse(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    shots = [s for s in SHOTS if not options.names or s.name in options.names]
    try:
        clients = {None: log_in(options)}
        with Browser() as browser:
            for shot in shots:
                if shot.login not in clients:
                    clients[shot.login] = log_in(options, shot.login)
                client = clients[shot.login]
                browser.set_cookie(options.url, "session_id", client.session)
                take(browser, client, shot, options.out)
                print(options.out / f"{shot.name}.png")
    except (BrowserError, urllib.error.URLError) as error:
        print(f"error: {error}\n  -> is ./dev serve running?", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
