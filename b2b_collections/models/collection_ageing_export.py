import json
from uuid import uuid4

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import ageing
from ..reports.ageing_xlsx import write_ageing

# Rows in memory at a time: enough to hide the round trips, a few MB at most.
CHUNK = 2000


class CollectionAgeing(models.Model):
    """The ageing as a spreadsheet."""

    _inherit = "collection.ageing"

    @api.model
    def _export_xlsx(self, as_of, company, fileobj, basis=None, **options):
        """Write the ageing of one or several companies to a binary file object.

        :param as_of: date
        :param company: res.company; several get totals each, never one over all
        :param basis: "due" or "invoice"; None: as the (first) company has set
        :param options: days (bucket edges such as "30,60"), domain on this model,
            filters (what the domain says, in words)
        """
        first = company[:1]
        basis = basis or first.collection_ageing_basis
        days = options.get("days") or first.collection_bucket_days
        report = self.with_context(allowed_company_ids=company.ids)
        report = report._with_ageing(as_of, basis, days)
        report.check_access("read")
        domain = Domain(options.get("domain") or Domain.TRUE)
        write_ageing(report, domain, fileobj, options.get("filters") or "")

    def _read_rows(self, domain, names):
        """Yield lists of at most CHUNK tuples of the named fields, sorted by debtor.

        A cursor of the database holds the rest: however many rows there are, memory
        holds one list.
        """
        order = "partner_name, partner_id.id, currency_id.id, date_due, id"
        if len(self.env.companies) > 1:
            order = f"company_id, {order}"
        query = self._search(domain, order=order)
        columns = [self._field_to_sql(self._table, name, query) for name in names]
        # All rows will be fetched, where the planner reckons with a tenth; and they are
        # sorted in memory. Both until the transaction ends.
        self.env.cr.execute("SET LOCAL cursor_tuple_fraction = 1")
        self.env.cr.execute("SET LOCAL work_mem = '64MB'")
        cursor = SQL.identifier(f"ageing_{uuid4().hex}")
        self.env.execute_query(
            SQL("DECLARE %s NO SCROLL CURSOR FOR %s", cursor, query.select(*columns))
        )
        fetch = SQL("FETCH FORWARD %s FROM %s", CHUNK, cursor)
        while rows := self.env.execute_query(fetch):
            yield rows
        self.env.cr.execute(SQL("CLOSE %s", cursor))

    @api.model
    def action_export(self, domain, filters=""):
        """Download the ageing of the context as a spreadsheet.

        :param filters: what the domain says, in words, to be printed on it
        """
        as_of, basis, edges = self._get_settings()
        data = {
            "date": fields.Date.to_string(as_of),
            "basis": basis,
            "days": ageing.format_days(edges),
            "company_ids": ",".join(map(str, self.env.companies.ids)),
            "domain": json.dumps(list(domain)),
            "filters": filters,
        }
        return {
            "type": "ir.actions.client",
            "tag": "collection_download",
            "params": {"url": "/b2b_collections/ageing.xlsx", "data": data},
        }
