"""The report: findings become pages, charts and data files; nothing here has ever seen a protected number."""

import warnings

# WeasyPrint warns of a machine without fonts as soon as it is imported. Pages use the fonts of the templates.
warnings.filterwarnings("ignore", message="No fonts configured in FontConfig", category=UserWarning)
