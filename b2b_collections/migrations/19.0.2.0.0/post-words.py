def migrate(cr, version):
    """Closed cases get their day of closing: that of their last item."""
    cr.execute(
        """
        UPDATE collection_case held
           SET closed_date = COALESCE(
                   (SELECT MAX(item.date_closed) FROM collection_item item
                     WHERE item.case_id = held.id),
                   held.write_date::date)
         WHERE held.state = 'closed' AND held.closed_date IS NULL
        """
    )
