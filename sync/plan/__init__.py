"""From catalogs to SQL: what makes a schema, in an order in which it can be made."""
