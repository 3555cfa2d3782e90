from odoo.exceptions import ValidationError

from ..core import placeholders


def check_placeholders(record, names, known=placeholders.NAMES):
    """Raise unless the placeholders in these text fields exist and are whole.

    :param known: the placeholders that exist for this record

    The fields are read in the language of the record's environment.
    """
    for name in names:
        text = record[name] or ""
        unknown = placeholders.unknown(text, known)
        if unknown:
            raise ValidationError(
                record.env._(
                    "%(record)s, %(field)s: there is no placeholder {%(name)s}. "
                    "You can use %(known)s.",
                    record=record.display_name,
                    field=_label(record, name),
                    name=unknown[0],
                    known=", ".join(f"{{{name}}}" for name in known),
                )
            )
        if record._fields[name].type == "html":
            _check_whole(record, name, text)


def _check_whole(record, name, text):
    broken = placeholders.broken(text)
    if broken:
        raise ValidationError(
            record.env._(
                "%(record)s, %(field)s: only a part of the placeholder {%(name)s} is "
                "formatted. Delete it and type it again, then format it as a whole, "
                "braces included.",
                record=record.display_name,
                field=_label(record, name),
                name=broken[0],
            )
        )


def _label(record, name):
    return record._fields[name]._description_string(record.env)
