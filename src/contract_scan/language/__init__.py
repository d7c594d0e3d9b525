"""From printed characters to words and quantities: normalised shadow, tokens, concepts, quantities, roles."""
