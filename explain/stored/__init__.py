"""How something is stored beside a kept model, and the first answer that is."""
