"""How the figures are told: tables, plots, one page, and what README shows of them."""
