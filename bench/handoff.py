"""What the file for an agency costs: 200 invoices with PDFs, and some evidence."""

import io
import os
import random
import threading
import time
from itertools import cycle
from pathlib import Path

from PIL import Image
from pypdf import PdfReader, PdfWriter

from odoo import Command
from odoo.tools import SQL

from .clock import Clock
from .engine import new_run
from .figure import Figure

INVOICES, PHOTOS, SCANS = 200, 10, 10
MOST_SECONDS, MOST_MB = 20, 500
PAGE = os.sysconf("SC_PAGE_SIZE")
# Invoices of one debtor with as many documents are rare in the ledger.
GATHER = """
    WITH most AS (
         SELECT company_id, currency_id FROM collection_item WHERE state = 'open'
          GROUP BY 1, 2 ORDER BY COUNT(*) DESC LIMIT 1),
    chosen AS (
         SELECT DISTINCT ON (item.move_id) item.id
           FROM collection_item item JOIN most USING (company_id, currency_id)
          WHERE item.state = 'open' ORDER BY item.move_id, item.id LIMIT %(count)s),
    target AS (
         SELECT id FROM collection_case
          WHERE company_id = (SELECT company_id FROM most) AND state = 'open'
          ORDER BY id LIMIT 1)
    UPDATE collection_item item SET case_id = target.id
      FROM chosen, target WHERE item.id = chosen.id
 RETURNING item.id
"""
ROW = "<tr><td>{}</td><td>Spare part {}, as ordered</td><td>{}</td><td>{}</td></tr>"
INVOICE = """
<html><head><style>
    @page {{ size: A4; margin: 20mm; @bottom-right {{ content: counter(page); }} }}
    body {{ font-family: "Lato", "DejaVu Sans", sans-serif; font-size: 9pt; }}
    table {{ width: 100%; border-collapse: collapse; }}
    td {{ border-bottom: 0.2mm solid #ccc; padding: 1mm; }}
</style></head><body><h1>Invoice {name}</h1><p>Bench Trading, 1 Example Street</p>
<table>{rows}</table><p>Total {total}</p></body></html>
"""


def measure_handoff(env):
    run = new_run(env)
    run._start()
    placement = _make_placement(env)
    contents = _attach_documents(env, placement)
    env.cr.flush()
    env.invalidate_all()
    with _Peak() as peak, Clock(env) as clock:
        file = placement._make_handoff_file()
        file._make()
    if file.state != "ready":
        raise AssertionError(file.message)
    bare = _time_bare(contents)
    name = f"hand-off file, {INVOICES} invoices, {file.page_count} pages"
    peer = f"bare pypdf, joined only: {bare:.1f} s"
    yield Figure(name, clock.seconds, "s", MOST_SECONDS, peer)
    yield Figure("  processor time", clock.cpu_seconds, "s")
    yield Figure("  peak memory of the process", peak.most, "MB", MOST_MB)
    yield Figure("  of which more than before", peak.most - peak.before, "MB")
    yield Figure("  size of the ZIP", file.size / 1e6, "MB")
    yield Figure("  exhibits with a problem", file.problem_count, "", 0)


def _make_placement(env):
    ids = [row[0] for row in env.execute_query(SQL(GATHER, count=INVOICES))]
    env.invalidate_all()
    items = env["collection.item"].browse(ids)
    partner = env["res.partner"].create({"name": "Bench Agency", "is_company": True})
    agency = env["collection.agency"].create({"partner_id": partner.id})
    return env["collection.placement"].create(
        {
            "case_id": items[0].case_id.id,
            "agency_id": agency.id,
            "currency_id": items[0].currency_id.id,
            "line_ids": [Command.create({"item_id": item.id}) for item in items],
        }
    )


def _attach_documents(env, placement):
    """PDFs of one to three pages for all invoices, photos and scans as evidence."""
    turns = random.Random(5)
    moves = placement.line_ids.item_id.move_id
    contents = [
        _make_invoice(move.name, rows)
        for move, rows in zip(moves, cycle((8, 40, 75)), strict=False)
    ]
    Attachment = env["ir.attachment"]
    Attachment.create(
        [
            {
                "name": f"{move.name}.pdf",
                "raw": content,
                "res_model": "account.move",
                "res_id": move.id,
                "res_field": "invoice_pdf_report_file",
            }
            for move, content in zip(moves, contents, strict=True)
        ]
    )
    evidence = [("delivery.jpg", _make_photo(turns)) for _turn in range(PHOTOS)]
    evidence += [("contract.pdf", _make_scan(turns)) for _turn in range(SCANS)]
    placement.handoff_attachment_ids = Attachment.create(
        [
            {
                "name": name,
                "raw": content,
                "res_model": "collection.case",
                "res_id": placement.case_id.id,
            }
            for name, content in evidence
        ]
    )
    return contents


def _make_invoice(name, count):
    # Odoo knows where the addon is only once it has been started.
    from odoo.addons.b2b_collections.reports.weasyprint_engine import (
        RefusingFetcher,
        render_pdf,
    )

    rows = "".join(ROW.format(n, n * 7919 % 1000, n, n * 12.5) for n in range(count))
    html = INVOICE.format(name=name, rows=rows, total=count * 12.5)
    return render_pdf(html, RefusingFetcher(), {})


def _make_photo(turns, size=(1600, 1200)):
    """A picture that is as large as one of a phone, since noise cannot be packed."""
    noise = Image.frombytes("RGB", (200, 150), turns.randbytes(200 * 150 * 3))
    result = io.BytesIO()
    noise.resize(size).save(result, "JPEG", quality=85)
    return result.getvalue()


def _make_scan(turns):
    page = Image.open(io.BytesIO(_make_photo(turns, (1240, 1754)))).convert("L")
    result = io.BytesIO()
    page.save(result, "PDF", save_all=True, append_images=[page])
    return result.getvalue()


def _time_bare(contents):
    """Seconds that pypdf takes to put the invoices together, without any stamp."""
    start = time.perf_counter()
    writer = PdfWriter()
    for content in contents:
        writer.append(PdfReader(io.BytesIO(content)))
    writer.write(io.BytesIO())
    return time.perf_counter() - start


class _Peak:
    """The memory of the process while it works, looked at 50 times a second.

    Its own peak would be that of making the documents beforehand.
    """

    def __enter__(self):
        self.before = self.most = self._read()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._stop.set()
        self._thread.join()

    def _watch(self):
        while not self._stop.wait(0.02):
            self.most = max(self.most, self._read())

    @staticmethod
    def _read():
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * PAGE / 1e6
