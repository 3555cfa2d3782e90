"""One measured figure and the bound that it is held against."""

from dataclasses import asdict, dataclass

HEADINGS = ("figure", "value", "bound", "", "beside it")
_FORMAT = "{:<50}{:>11}  {:>9}  {:<5} {}"


@dataclass
class Figure:
    """:ivar bound: the value must not be greater; ``None``: for comparison only
    :ivar peer: what the same takes elsewhere, in words
    """

    name: str
    value: float
    unit: str
    bound: float | None = None
    peer: str = ""

    @property
    def is_over(self):
        return self.bound is not None and self.value > self.bound

    def as_dict(self):
        return asdict(self)

    def as_row(self):
        digits = 0 if self.unit in ("MB", "") else 2
        return as_line(
            self.name,
            f"{self.value:,.{digits}f} {self.unit:<2}",
            "" if self.bound is None else f"{self.bound:,g} {self.unit:<2}",
            "" if self.bound is None else ("OVER" if self.is_over else "ok"),
            self.peer,
        )


def as_line(*words):
    return _FORMAT.format(*words).rstrip()
