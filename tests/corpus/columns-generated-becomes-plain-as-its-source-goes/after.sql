-- hazards: data-loss, irreversible, table-rewrite
CREATE TABLE prices (vat text, gross integer);
