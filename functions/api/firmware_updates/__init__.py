"""…/firmware-updates: UpdateFirmware and SignedUpdateFirmware, followed to their end."""
