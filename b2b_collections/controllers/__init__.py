from . import ageing, letters
