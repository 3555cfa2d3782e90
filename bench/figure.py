"""One measured figure and the bound that it is held against."""

from dataclasses import asdict, dataclass


@dataclass
class Figure:
    """:ivar bound: the value must not be greater; ``None``: for comparison only"""

    name: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def is_over(self):
        return self.bound is not None and self.value > self.bound

    def as_dict(self):
        return asdict(self)

    def as_row(self):
        bound = "" if self.bound is None else f"{self.bound:,g} {self.unit}"
        mark = "" if self.bound is None else ("OVER" if self.is_over else "ok")
        return f"{self.name:<52}{self.value:>12,.2f} {self.unit:<3}{bound:>12}  {mark}"
