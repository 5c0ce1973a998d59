"""Floor 2: the organisation, its slug, zone, language, brand and policies."""
