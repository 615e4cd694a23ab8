"""What a page about a thing shows, made from its description: no property is known by name."""
