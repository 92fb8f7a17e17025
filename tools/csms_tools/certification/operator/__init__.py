"""The operator's side: what the program asks of a CSMS beside a charge point's socket."""
