"""What only a deployment can prove: checks of `csms smoke`, each on charge points of its own."""
