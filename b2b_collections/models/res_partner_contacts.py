from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_address_problem import CLOSED_KINDS

READERS = "b2b_collections.group_collections_reader"
# How bad a problem is, the worst first, and the state that it gives the contact.
STATES = {
    "bounced": "bounced",
    "returned": "bounced",
    "failed": "failed",
    "wrong_number": "failed",
    "unanswered": "unanswered",
}


# By people of the debtor: mails on the case, and conversations. In SQL, because the
# rights on mails are checked one by one, and only their day is shown here.
ANSWERS = """
    SELECT found.contact_id, MAX(found.day)
      FROM (SELECT message.author_id AS contact_id, message.date::date AS day
              FROM mail_message message
              JOIN collection_case held ON held.id = message.res_id
             WHERE message.model = 'collection.case'
               AND message.message_type = 'email'
               AND message.author_id = ANY(%(ids)s)
               AND held.company_id = ANY(%(companies)s)
             UNION ALL
            SELECT action.contact_id, action.date
              FROM collection_action action
             WHERE action.contact_id = ANY(%(ids)s)
               AND action.company_id = ANY(%(companies)s)
               AND action.outcome IN ('reached', 'promised', 'disputed')) found
     GROUP BY found.contact_id
"""


class ResPartner(models.Model):
    """The part that a contact plays in collections, and whether it can be reached."""

    _inherit = "res.partner"

    collection_role_ids = fields.Many2many(
        "collection.role",
        column1="partner_id",
        column2="role_id",
        string="Collection Roles",
        groups=READERS,
        help="What this contact does at the debtor. Levels address roles, so that "
        "later warnings reach those who decide.",
    )
    collection_problem_ids = fields.One2many(
        "collection.address.problem",
        "partner_id",
        string="Address Problems",
        groups=READERS,
    )
    collection_address_state = fields.Selection(
        [
            ("ok", "OK"),
            ("none", "No address"),
            ("unanswered", "Unanswered"),
            ("failed", "Failed"),
            ("bounced", "Bounced"),
        ],
        compute="_compute_collection_address_state",
        string="Address State",
        groups=READERS,
        help="Of the addresses and numbers that the contact has now.",
    )
    collection_address_note = fields.Char(
        compute="_compute_collection_address_state",
        string="Address Problem",
        groups=READERS,
        help="What is wrong with which address, and since when.",
    )
    collection_email_failed = fields.Char(
        compute="_compute_collection_email_failed",
        search="_search_collection_email_failed",
        groups=READERS,
        help="Address to which a message could not be delivered. Collections does "
        "not write to it again until it is corrected or declared right.",
    )
    collection_last_answer = fields.Date(
        compute="_compute_collection_last_answer",
        string="Last Answer",
        groups=READERS,
        help="Last mail from this contact on the case, or last call that reached it.",
    )

    def _get_collection_addresses(self):
        """``{medium: address}`` as problems name them."""
        self.ensure_one()
        postal = "|".join(part or "" for part in (self.street, self.zip, self.city))
        return {
            "email": self.email_normalized,
            "phone": self.phone_sanitized or self.phone,
            "postal": postal.lower() if self._has_own_address() else False,
        }

    def _get_current_problems(self):
        """Open problems of the addresses that these contacts have now."""
        return self.collection_problem_ids.filtered(
            lambda problem: (
                not problem.cleared_date
                and problem.partner_id._get_collection_addresses()[problem.medium]
                == problem.address
            )
        )

    @api.depends("email", "phone", "collection_problem_ids.cleared_date")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_collection_address_state(self):
        by_partner = self._get_current_problems().grouped("partner_id")
        order = list(STATES)
        for partner in self:
            problems = by_partner.get(partner, self.collection_problem_ids.browse())
            grave = problems.filtered(lambda problem: problem.kind in STATES)
            worst = grave.sorted(lambda problem: order.index(problem.kind))[:1]
            has_address = any(partner._get_collection_addresses().values())
            partner.collection_address_state = STATES.get(worst.kind) or (
                "ok" if has_address else "none"
            )
            partner.collection_address_note = "; ".join(
                problem._describe() for problem in problems
            )

    @api.depends("email", "collection_problem_ids.cleared_date")
    def _compute_collection_email_failed(self):
        failed = self._get_current_problems().filtered(
            lambda problem: problem.medium == "email" and problem.kind in CLOSED_KINDS
        )
        by_partner = failed.grouped("partner_id")
        for partner in self:
            problem = by_partner.get(partner)
            partner.collection_email_failed = problem and problem[0].address

    def _search_collection_email_failed(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner.id, problem.address
                  FROM collection_address_problem problem
                  JOIN res_partner partner ON partner.id = problem.partner_id
                   AND partner.email_normalized = problem.address
                 WHERE problem.medium = 'email'
                   AND problem.kind IN %s
                   AND problem.cleared_date IS NULL
                """,
                CLOSED_KINDS,
                to_flush=self._fields["email_normalized"],
            )
        )
        found = Domain("id", "in", [row[0] for row in rows if row[1] in value])
        failed = Domain("id", "in", [row[0] for row in rows])
        return found | ~failed if False in value else found

    @api.depends_context("allowed_company_ids")
    def _compute_collection_last_answer(self):
        self.env["collection.action"].flush_model(["contact_id", "outcome", "date"])
        self.env["mail.message"].flush_model(["author_id", "date", "message_type"])
        days = dict(
            self.env.execute_query(
                SQL(
                    ANSWERS,
                    ids=self.ids,
                    companies=self.env.companies.ids,
                )
            )
        )
        for partner in self:
            partner.collection_last_answer = days.get(partner.id)

    def action_collection_email_ok(self):
        """Somebody checked the addresses: messages may go to them again."""
        self.check_access("read")
        self._get_current_problems().action_clear()
