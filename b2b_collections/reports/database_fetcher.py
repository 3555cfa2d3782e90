"""What a template may load into a PDF: inline data, and files of this database that the
user may read. Never the network, never the file system."""

import base64
import io
import logging
import re
from urllib.parse import parse_qsl, unquote, urlsplit
from urllib.request import DataHandler, Request

from PIL import Image
from weasyprint.urls import URLFetcherResponse

from odoo.exceptions import AccessError, MissingError
from odoo.tools.mimetypes import guess_mimetype

from .weasyprint_engine import BASE_URL, RefusingFetcher

_logger = logging.getLogger(__name__)

_FILE = re.compile(
    r"""/web/(?:image|content)
        (?: /(?P<model>[a-z_][\w.]*)/(?P<id>\d+)(?:-\w+)?/(?P<field>\w+)
          | /(?P<attachment_id>\d+)(?:-\w+)?
          | /(?P<xmlid>[a-z_]\w*\.[\w.-]+)
        )?
        (?:/|$)
    """,
    re.VERBOSE,
)
_LOGO = re.compile(r"/(?:logo(?:\.png)?|web/binary/company_logo)$")
# Pixels of 70 mm by 20 mm at 300 dpi.
LOGO_SIZE = (830, 240)
# A document is made of pictures, fonts and styles; other files have no place in it.
_ACCEPTED = ("image/", "font/", "application/font", "application/x-font", "text/css")


class DatabaseFetcher(RefusingFetcher):
    """Reads with the rights of ``env.user``."""

    def __init__(self, env):
        super().__init__()
        self.env = env

    def fetch(self, url, headers=None):
        if url[:5].lower() == "data:":
            response = DataHandler().data_open(Request(url))  # noqa: S310
            return URLFetcherResponse(url, response.read(), response.headers)
        try:
            content, mimetype = self._from_database(url)
        except (AccessError, MissingError, ValueError) as error:
            _logger.warning("Not loaded into a PDF document: %s (%s)", url, error)
            raise ValueError(str(error)) from error
        return URLFetcherResponse(url, content, {"Content-Type": mimetype})

    def _from_database(self, url):
        if not url.startswith(BASE_URL):
            raise ValueError("only files of this database and inline data are allowed")
        parts = urlsplit(url)
        path, query = unquote(parts.path), dict(parse_qsl(parts.query))
        if _LOGO.match(path):
            company_id = int(query.get("company", self.env.company.id))
            return self._read_logo(self.env["res.company"].browse(company_id))
        match = _FILE.match(path)
        if not match:
            raise ValueError("this is not the address of a file of this database")
        named = {name: value for name, value in match.groupdict().items() if value}
        return self._read(*self._find({**query, **named}))

    def _read_logo(self, company):
        """The logo for a letterhead: on white, and no larger than print can show.

        As a JPEG it goes into the document as it is; any other format is compressed
        anew for each document, for 20 ms.
        """
        company.check_access("read")
        content, _mimetype = self._read(company, "logo")
        logo = Image.open(io.BytesIO(content)).convert("RGBA")
        logo.thumbnail(LOGO_SIZE)
        page = Image.new("RGB", logo.size, "white")
        page.paste(logo, mask=logo)
        result = io.BytesIO()
        page.save(result, "JPEG", quality=92, subsampling=0)
        return result.getvalue(), "image/jpeg"

    def _find(self, where):
        """The record and the name of the field that an address stands for."""
        field = where.get("field", "raw")
        record = self.env["ir.binary"]._find_record(
            xmlid=where.get("xmlid"),
            res_model=where.get("model", "ir.attachment"),
            res_id=int(where.get("attachment_id") or where.get("id") or 0),
            access_token=where.get("access_token"),
            field=field,
        )
        return record, field

    def _read(self, record, name):
        field = record._fields.get(name)
        if field is None or field.type != "binary":
            raise ValueError("there is no such file")
        record = record.with_context(bin_size=False)
        if record._name == "ir.attachment":
            content, mimetype = record.raw, record.mimetype
        else:
            content = base64.b64decode(record[name] or b"")
            mimetype = guess_mimetype(content)
        # The content of an attachment that is a mere link is empty, too.
        if not content:
            raise ValueError("the file is empty")
        if not mimetype.startswith(_ACCEPTED):
            raise ValueError(f"{mimetype} is neither picture, font nor style")
        return content, mimetype
