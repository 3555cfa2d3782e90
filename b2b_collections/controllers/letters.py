from odoo import http
from odoo.http import content_disposition, request


class CollectionLetters(http.Controller):
    @http.route(
        "/b2b_collections/letters/<string:batch>.pdf",
        type="http",
        auth="user",
        readonly=True,
    )
    def letters(self, batch):
        """All letters of a print batch that the user may see, in one PDF."""
        letters = request.env["collection.action"].search(
            [("print_batch", "=", batch), ("attachment_id", "!=", False)]
        )
        if not letters:
            return request.not_found()
        return request.make_response(
            letters._join_letters(),
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition("letters.pdf")),
            ],
        )
