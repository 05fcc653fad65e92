-- hazards: data-loss, table-rewrite, full-scan, index-build
-- changes: products.price
CREATE TABLE products (
    id serial PRIMARY KEY,
    sku varchar(20) NOT NULL,
    price integer DEFAULT 0,
    old_name text,
    weight real,
    tags text[],
    CONSTRAINT sku_given CHECK (sku <> '')
);
CREATE INDEX products_sku ON products (sku);
COMMENT ON COLUMN products.price IS 'in cents';
