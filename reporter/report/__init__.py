"""Pages, charts and data files of an edition, made from findings; no withheld number reaches them."""

import warnings

# WeasyPrint warns of a machine without fonts as soon as it is imported. Pages use the fonts of the templates.
warnings.filterwarnings("ignore", message="No fonts configured in FontConfig", category=UserWarning)
