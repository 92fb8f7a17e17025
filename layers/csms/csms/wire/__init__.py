"""What stands on the wire: frames, the vocabulary of OCPP 1.6, validation, errors. No I/O."""
