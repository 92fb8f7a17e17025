"""What a charge point is and does by itself: connectors, meters, transactions, power, network."""
