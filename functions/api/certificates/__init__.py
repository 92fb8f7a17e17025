"""…/certificates: the roots that a charge point trusts."""
