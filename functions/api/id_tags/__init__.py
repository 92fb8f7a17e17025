"""/id-tags: the cards and apps that operators hand out."""
