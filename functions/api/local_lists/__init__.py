"""…/local-list: who may charge while a charge point cannot ask."""
