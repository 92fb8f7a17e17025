"""…/configuration and /configuration-templates: keys, values, templates and drift."""
