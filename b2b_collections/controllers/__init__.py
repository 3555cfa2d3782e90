from . import ageing, letters, unsubscribe
