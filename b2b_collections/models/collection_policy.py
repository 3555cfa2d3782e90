from odoo import api, fields, models


class CollectionPolicy(models.Model):
    _name = "collection.policy"
    _description = "Collection Policy"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(
        default=10, help="The first policy whose conditions fit a debtor applies."
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", help="For the minimum amounts."
    )
    partner_domain = fields.Char(
        string="Debtors",
        default="[]",
        tracking=True,
        help="Conditions on the debtor: segment, country, tag, degree of trust.",
    )
    debtor_amount_min = fields.Monetary(
        string="Debtor Owes at Least",
        tracking=True,
        help="Total open amount of the debtor in company currency; 0: no limit.",
    )
    debtor_amount_max = fields.Monetary(
        string="Debtor Owes Less Than",
        tracking=True,
        help="Total open amount of the debtor in company currency; 0: no limit.",
    )
    level_ids = fields.One2many("collection.level", "policy_id", copy=True)
    min_gap_days = fields.Integer(
        string="Days Between Levels",
        default=7,
        tracking=True,
        help="Days that must pass between two levels of the same item, so that a "
        "debtor who comes late into collections climbs step by step.",
    )
    contact_gap_days = fields.Integer(
        string="Days Between Messages",
        default=3,
        tracking=True,
        help="Days that must pass between two written messages to the same debtor.",
    )
    skip_levels = fields.Boolean(
        string="May Skip Levels",
        tracking=True,
        help="Go straight to the highest level that is due instead of climbing "
        "one level at a time.",
    )
    netting = fields.Selection(
        [
            ("net", "Net: credits settle the oldest items first"),
            ("show", "Show: credits are listed beside the items"),
            ("ignore", "Ignore: credits are not mentioned"),
        ],
        default="net",
        required=True,
        tracking=True,
        string="Credits",
        help="What credit notes and payments on account do to reminders. A debtor "
        "in credit over all is never chased.",
    )
    min_item_amount = fields.Monetary(
        string="Smallest Item", tracking=True, help="Smaller open items are not chased."
    )
    min_total_amount = fields.Monetary(
        string="Smallest Total",
        tracking=True,
        help="A debtor with less due than this gets no message.",
    )
    mail_fallback = fields.Selection(
        [("letter", "Send a letter"), ("none", "Do not contact, say why")],
        string="Without E-mail Address",
        default="letter",
        required=True,
        tracking=True,
        help="For levels after the due date. Notices before the due date are "
        "never sent as letters instead.",
    )
    thank_you = fields.Boolean(
        string="Thank for Payment",
        tracking=True,
        help="A short thank-you when an item is paid that had been reminded after "
        "its due date. Items paid in time get none.",
    )
    thank_you_template_id = fields.Many2one(
        "mail.template", domain=[("model", "=", "collection.action")]
    )
    note = fields.Html()
