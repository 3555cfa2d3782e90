import json
import secrets
from operator import itemgetter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import chain
from . import journal_guard

# What is written once and for all; beside it a seal is added, and the detail and the
# salt may be forgotten.
SEALED = (
    "id",
    "company_id",
    "event",
    "moment",
    "user_id",
    "case_id",
    "action_id",
    "contact_id",
    "payload",
)
INSERT = """
    INSERT INTO collection_journal_entry (
        company_id, event, moment, user_id, case_id, action_id, contact_id, detail,
        salt, payload)
    VALUES %s RETURNING id
"""


class CollectionJournalEntry(models.Model):
    """One thing that happened, for good: rows are added, never changed or deleted.

    Written in parallel by whatever happens; numbered and chained later, by one at a
    time (collection_journal_seal.py). Until then an entry has no number.
    """

    _name = "collection.journal.entry"
    _description = "Journal Entry"
    _order = "number desc nulls first, id desc"
    _rec_name = "number"
    # Moment and user say when and by whom, and nothing is changed later.
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    number = fields.Integer(
        readonly=True, aggregator=None, help="Without gaps; given when it is sealed."
    )
    event = fields.Selection(
        [
            ("made", "Made"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("scheduled", "Scheduled"),
            ("queued", "Prepared"),
            ("sent", "Sent"),
            ("printed", "Printed"),
            ("delivered", "Delivered"),
            ("failed", "Failed"),
            ("bounced", "Bounced"),
            ("opened", "Opened"),
            ("replied", "Replied"),
            ("cancelled", "Cancelled"),
            ("done", "Done"),
            ("overridden", "Rule overridden"),
            ("breach", "Rule broken"),
            ("hold_set", "Hold set"),
            ("hold_changed", "Hold changed"),
            ("hold_released", "Hold released"),
            ("consent_given", "Consent given"),
            ("consent_refused", "Consent refused"),
            ("contact_blocked", "Contact blocked"),
            ("contact_unblocked", "Contact allowed again"),
            ("wording_confirmed", "Wording confirmed"),
            ("tracing", "Tracing"),
            ("approval_requested", "Approval requested"),
            ("approval_given", "Approval given"),
            ("approval_refused", "Approval refused"),
            ("approval_withdrawn", "Approval withdrawn"),
            ("approval_voided", "Approval void"),
            ("agreement_sent", "Agreement sent"),
            ("agreement_signed", "Agreement signed"),
            ("agreement_declined", "Agreement declined"),
            ("anonymised", "Anonymised"),
            ("exported", "Exported"),
            ("remark", "Remark"),
        ],
        required=True,
        readonly=True,
    )
    moment = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        "collection.case", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    partner_id = fields.Many2one(related="case_id.partner_id", string="Debtor")
    action_id = fields.Many2one(
        "collection.action", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    channel = fields.Selection(related="action_id.channel")
    contact_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict")
    detail = fields.Char(readonly=True)
    salt = fields.Char(readonly=True, groups="base.group_system")
    payload = fields.Text(required=True, readonly=True)
    data = fields.Json(compute="_compute_data")
    payload_text = fields.Text(compute="_compute_payload_text", string="Content")
    prev_hash = fields.Char(string="Hash Before", readonly=True)
    hash = fields.Char(readonly=True)
    sealed = fields.Boolean(compute="_compute_sealed", search="_search_sealed")

    _number_unique = models.UniqueIndex("(company_id, number)")
    _unsealed_idx = models.Index("(company_id, id) WHERE number IS NULL")
    _anonymised_idx = models.Index("(company_id) WHERE event = 'anonymised'")

    def init(self):
        super().init()
        forbidden = (
            journal_guard.changes(*SEALED),
            journal_guard.overwrites("number", "prev_hash", "hash"),
            journal_guard.rewrites("detail"),
            journal_guard.links("salt"),
        )
        journal_guard.install(self.env.cr, self._table, SQL(" OR ").join(forbidden))
        journal_guard.install_insert(
            self.env.cr,
            self._table,
            SQL("NEW.number IS NOT NULL OR NEW.hash IS NOT NULL"),
        )

    @api.depends("payload")
    def _compute_data(self):
        for entry in self:
            entry.data = chain.read(entry.payload).get("data") or {}

    @api.depends("payload")
    def _compute_payload_text(self):
        for entry in self:
            content = chain.read(entry.payload)
            entry.payload_text = json.dumps(content, indent=2, ensure_ascii=False)

    @api.depends("number")
    def _compute_sealed(self):
        for entry in self:
            entry.sealed = bool(entry.number)

    def _search_sealed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("number", "!=", False)

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(
            self.env._("Journal entries are written by what happens, not by hand.")
        )

    def write(self, vals):
        raise UserError(
            self.env._(
                "Journal entries cannot be changed. Record what is different as a "
                "further entry."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Journal entries cannot be deleted."))

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    @api.model
    def _record(self, vals_list):
        """Write entries, in one statement. Whoever calls this has checked the rights
        for what he records; nobody has the right to write entries himself.

        :param vals_list: dicts of ``company_id``, ``event`` (both required),
            ``case_id``, ``action_id``, ``contact_id`` (ids), ``detail`` (short text,
            kept outside of the sealed part), ``data`` (dict of plain values, sealed
            for good: ids, dates, codes, amounts as Decimal; nothing personal) and
            ``personal`` (dict of texts, of which only salted digests are kept)
        :return: the entries, with the rights of the caller
        """
        if not vals_list:
            return self
        self._check_events({vals["event"] for vals in vals_list})
        moment = self.env["collection.action"]._get_now()
        rows = [self._prepare_row(vals, moment) for vals in vals_list]
        return self._insert(rows)

    def _check_events(self, events):
        unknown = events - set(dict(self._fields["event"].selection))
        if unknown:
            raise ValueError(f"unknown events: {', '.join(sorted(unknown))}")

    def _prepare_row(self, vals, moment):
        """Values in the order of :data:`INSERT`."""
        salt = secrets.token_hex(16)
        detail = vals.get("detail") or None
        personal = dict(vals.get("personal") or {}, detail=detail)
        digests = {name: chain.salted(salt, text) for name, text in personal.items()}
        parts = {
            "data": vals.get("data"),
            "facts": vals.get("facts"),
            "personal": {name: value for name, value in digests.items() if value},
        }
        return (
            vals["company_id"],
            vals["event"],
            moment,
            self.env.uid,
            vals.get("case_id") or None,
            vals.get("action_id") or None,
            vals.get("contact_id") or None,
            detail,
            salt,
            chain.canonical({name: part for name, part in parts.items() if part}),
        )

    def _insert(self, rows):
        # Direct SQL: a run makes thousands, and no method of the ORM may write here.
        ids = self.env.cr.execute_values(
            INSERT,
            rows,
            page_size=len(rows),
            fetch=True,
        )
        return self.browse(map(itemgetter(0), ids))
