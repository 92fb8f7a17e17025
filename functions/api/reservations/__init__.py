"""…/reservations: what was asked for by ReserveNow."""
