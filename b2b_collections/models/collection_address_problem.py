from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

# Kinds for which nothing goes to the address any more; the others are for people.
CLOSED_KINDS = ("bounced", "failed", "wrong_number", "returned")


class CollectionAddressProblem(models.Model):
    """What is wrong with an address or number of a contact, since when, and why.

    It holds for this very address: once the contact has another one, it is history.
    """

    _name = "collection.address.problem"
    _description = "Problem with an Address"
    _order = "date desc, id desc"
    _rec_name = "address"

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        readonly=True,
        help="Whose messages are not answered. Empty: it is so for everybody.",
    )
    medium = fields.Selection(
        [("email", "E-mail"), ("phone", "Phone"), ("postal", "Post")],
        required=True,
        readonly=True,
    )
    address = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("bounced", "Came back"),
            ("failed", "Could not be sent"),
            ("wrong_number", "Wrong number"),
            ("returned", "Letter came back"),
            ("unanswered", "Unanswered"),
            ("delayed", "Delivery delayed"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Date(required=True, readonly=True, help="Last time.")
    count = fields.Integer(string="Times", default=1, readonly=True)
    detail = fields.Char(readonly=True, help="In the words of who said so.")
    action_id = fields.Many2one(
        "collection.action", string="Message", readonly=True, ondelete="set null"
    )
    cleared_date = fields.Date(readonly=True, string="Cleared On")
    cleared_user_id = fields.Many2one("res.users", readonly=True, string="Cleared By")

    _address_idx = models.Index("(address) WHERE cleared_date IS NULL")

    @api.model
    def _note(self, partners, medium, kind, address, **vals):
        """Note a problem of an address, or that it occurred once more.

        :param partners: contacts whose address it is
        :param vals: detail, action_id, company_id
        """
        if not (partners and address):
            return self
        today = self.env["collection.action"]._get_today()
        known = self.search(
            [
                ("partner_id", "in", partners.ids),
                ("medium", "=", medium),
                ("kind", "=", kind),
                ("address", "=", address),
                ("company_id", "=", vals.get("company_id", False)),
                ("cleared_date", "=", False),
            ]
        )
        for problem in known:
            problem.write({**vals, "date": today, "count": problem.count + 1})
        return known | self.create(
            [
                {
                    **vals,
                    "partner_id": partner.id,
                    "medium": medium,
                    "kind": kind,
                    "address": address,
                    "date": today,
                }
                for partner in partners - known.partner_id
            ]
        )

    def _describe(self):
        """“anna@debtor.example: came back, 02/03/2026 (no such user)”."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        words = self.env._(
            "%(address)s: %(kind)s, %(date)s",
            address=self.address,
            kind=kinds[self.kind],
            date=format_date(self.env, self.date),
        )
        return f"{words} ({self.detail})" if self.detail else words

    def action_clear(self):
        """Somebody checked the address: it may be used again."""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(
            "b2b_collections.group_collections_user"
        ):
            raise AccessError(
                self.env._("Only collectors may declare an address right.")
            )
        # Problems are noted by what happens; that one is settled a collector may say.
        self.sudo()._clear(self.env["collection.action"]._get_today())

    def _clear(self, day):
        self.filtered(lambda problem: not problem.cleared_date).write(
            {"cleared_date": day, "cleared_user_id": self.env.uid}
        )
