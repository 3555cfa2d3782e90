"""What some debtors contest on the last day: there is something to look into."""

# Reason, part of the oldest item, what the debtor says, and what becomes of it.
OBJECTIONS = (
    ("quality", 0.3, "Twelve of the forty boards came scratched.", "new"),
    ("price", 0.15, "The order says 15 % discount, the invoice does not.", "looked"),
    ("quantity", 0.2, "Two of ten boxes are missing.", "accepted"),
    ("awaiting_approval", 1, "Our director has not signed it yet.", "new"),
)


def open_disputes(env, company, collector, day):
    """One dispute each on the collector's most pressing cases; nobody is told yet."""
    cases = env["collection.case"].with_user(collector)
    cases = cases.with_context(collection_date=day).search(
        [
            ("company_id", "=", company.id),
            ("state", "=", "open"),
            ("user_id", "=", collector.id),
            ("amount_overdue", ">", 0),
            ("hold_ids", "=", False),
        ],
        order="priority desc, id",
        limit=len(OBJECTIONS),
    )
    for case, objection in zip(cases, OBJECTIONS, strict=False):
        _object(case, *objection)


def _object(case, code, part, words, outcome):
    item = case.open_item_ids.sorted("date_due")[:1]
    amount = item.currency_id.round(item._get_open_residual() * part)
    if not amount:
        return
    reason = case.env.ref(f"b2b_collections.dispute_reason_{code}")
    dispute = case._dispute(reason, {item: amount}, description=words)
    if outcome == "looked":
        dispute.action_investigate()
    elif outcome == "accepted":
        dispute._decide({dispute.line_ids: amount}, tell=False)
