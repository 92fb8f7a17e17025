"""/campaigns: a firmware update for many charge points, page by page."""
