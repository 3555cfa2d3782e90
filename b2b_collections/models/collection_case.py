from odoo import fields, models


class CollectionCase(models.Model):
    _name = "collection.case"
    _description = "Collection Case"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "priority desc, id"
    _rec_names_search = ["partner_id.name", "partner_id.ref"]
    _check_company_auto = True
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Debtor",
        required=True,
        index=True,
        ondelete="restrict",
        help="Commercial partner.",
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], default="open", required=True
    )
    user_id = fields.Many2one("res.users", string="Collector", tracking=True)
    stage_id = fields.Many2one(
        "collection.stage",
        required=True,
        tracking=True,
        group_expand="_read_group_stage_ids",
        ondelete="restrict",
    )
    policy_id = fields.Many2one("collection.policy", tracking=True, ondelete="restrict")
    level_id = fields.Many2one(
        "collection.level", string="Highest Level", ondelete="set null"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_open = fields.Monetary(
        readonly=True, help="Open items, company currency, before credits."
    )
    amount_overdue = fields.Monetary(
        readonly=True, help="Open items past their due date, company currency."
    )
    amount_credit = fields.Monetary(
        readonly=True,
        help="Unmatched credit notes and payments on account, company currency, "
        "as a positive amount.",
    )
    oldest_due_date = fields.Date(readonly=True)
    days_overdue = fields.Integer(
        compute="_compute_days_overdue", search="_search_days_overdue"
    )
    priority = fields.Float(
        readonly=True,
        help="Sum over overdue items of amount in company currency times days.",
    )
    item_count = fields.Integer(readonly=True)
    item_ids = fields.One2many("collection.item", "case_id")
    action_ids = fields.One2many("collection.action", "case_id")
    next_date = fields.Date(
        readonly=True, help="Earliest date on which an item's decision may change."
    )
    last_message_date = fields.Date(
        readonly=True, help="Last day on which a written message was prepared."
    )
    last_contact_date = fields.Date(
        readonly=True, help="Last message or conversation that reached the debtor."
    )
    has_contact_problem = fields.Boolean(
        readonly=True, help="A message failed or an address is missing."
    )
    todo_run_id = fields.Many2one(
        "collection.run",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Run that still has to act on this case.",
    )
    error = fields.Text(readonly=True, help="Why the last run left this case out.")
    error_run_id = fields.Many2one(
        "collection.run", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _open_unique = models.UniqueIndex(
        "(company_id, partner_id) WHERE state = 'open'",
        "This debtor already has an open case in this company.",
    )
