from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..core import windows

GUARDED = (
    "collection_do_not_contact",
    "collection_do_not_contact_reason",
    "collection_insolvent_since",
)


class ResPartner(models.Model):
    """Who may not be contacted at all, and by whose clock the others may."""

    _inherit = "res.partner"

    collection_do_not_contact = fields.Boolean(
        string="Do Not Contact",
        tracking=True,
        copy=False,
        help="Collections makes no contact at all with this person, or with any "
        "contact of this firm. Nobody can override it.",
    )
    collection_do_not_contact_reason = fields.Char(
        string="Why Not", copy=False, tracking=True
    )
    collection_insolvent_since = fields.Date(
        string="Insolvent Since",
        tracking=True,
        copy=False,
        help="From that day on a stay is assumed: all contact stops, and the claim is "
        "to be filed. Nobody can override it.",
    )
    collection_consent_ids = fields.One2many(
        "collection.consent", "partner_id", string="Consent to Channels"
    )
    collection_clock = fields.Char(
        string="Contact Hours",
        compute="_compute_collection_clock",
        help="Time zone and hours that apply to this contact, and whether it is open.",
    )

    @api.constrains("collection_do_not_contact", "collection_do_not_contact_reason")
    def _check_do_not_contact_reason(self):
        for partner in self.filtered("collection_do_not_contact"):
            if not (partner.collection_do_not_contact_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Say why %(name)s is not to be contacted.",
                        name=partner.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_guarded({name for vals in vals_list for name in vals if vals[name]})
        return super().create(vals_list)

    def write(self, vals):
        guarded = self._check_guarded(vals)
        before = {partner: partner._is_barred() for partner in self if guarded}
        result = super().write(vals)
        changed = [
            partner for partner in before if before[partner] != partner._is_barred()
        ]
        self.browse(partner.id for partner in changed)._journal_bar()
        return result

    def _check_guarded(self, names):
        """Whom nobody may contact is for managers to say."""
        guarded = set(GUARDED).intersection(names)
        manager = "b2b_collections.group_collections_manager"
        if guarded and not self.env.su and not self.env.user.has_group(manager):
            raise AccessError(
                self.env._(
                    "Only a collections manager may say that a debtor is insolvent or "
                    "not to be contacted."
                )
            )
        return guarded

    def _is_barred(self):
        self.ensure_one()
        return bool(self.collection_do_not_contact or self.collection_insolvent_since)

    def _journal_bar(self):
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": company.id,
                    "event": "contact_blocked"
                    if partner._is_barred()
                    else "contact_unblocked",
                    "contact_id": partner.id,
                    "case_id": case.id,
                    "data": {
                        "do_not_contact": partner.collection_do_not_contact,
                        "insolvent_since": str(
                            partner.collection_insolvent_since or ""
                        ),
                    },
                }
                for partner in self
                for company, case in partner._get_collection_companies()
            ]
        )

    def _get_collection_companies(self):
        """``[(company, its open case)]`` whose journal tells of this contact."""
        self.ensure_one()
        # What a contact says counts for every company that has a case with him, also
        # for those that the user does not see; nothing of them is shown to him.
        cases_sudo = (
            self.env["collection.case"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.commercial_partner_id.id),
                    ("state", "=", "open"),
                ]
            )
        )
        found = [(case.company_id, case) for case in cases_sudo]
        return found or [(self.env.company, self.env["collection.case"])]

    @api.depends("tz", "country_id", "state_id", "commercial_partner_id")
    @api.depends_context("company", "lang")
    def _compute_collection_clock(self):
        run = self.env["collection.run"].new({"company_id": self.env.company.id})
        book = self.env["collection.contact.rule"]._get_book(self.env.company)
        reach = run._load_reach(self._origin.ids) if self._origin else {}
        now = self.env["collection.action"]._get_now()
        for partner in self:
            known = reach.get(partner._origin.id)
            partner.collection_clock = known and partner._describe_clock(
                book.get_terms(known.place), now
            )

    def _describe_clock(self, terms, now):
        self.ensure_one()
        zones = ", ".join(dict.fromkeys(str(c.zone) for c in terms.all_clocks))
        if all(clock.is_open(now) for clock in terms.all_clocks):
            return self.env._("%(zones)s: open now", zones=zones)
        opens = windows.next_open(terms.all_clocks, now)
        return self.env._(
            "%(zones)s: closed, opens %(moment)s",
            zones=zones,
            moment=self.env["collection.action"]._format_moment(
                opens, str(terms.all_clocks[0].zone)
            )
            or self.env._("never"),
        )
