from . import ageing, letters, portal, unsubscribe
