"""What template.yaml describes, with the values that it has on this machine."""
