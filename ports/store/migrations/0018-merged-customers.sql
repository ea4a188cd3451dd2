-- A customer that was found to be another one. Its row stays: its key goes on leading to the one it was merged into.
ALTER TABLE customers ADD COLUMN merged_into text REFERENCES customers(key);
ALTER TABLE customers ADD COLUMN merged_at timestamptz;
CREATE INDEX customers_merged ON customers (merged_into) WHERE merged_into IS NOT NULL;

-- Whose identity it was before a merge; absent = its customer's own.
ALTER TABLE identities ADD COLUMN merged_from text REFERENCES customers(key);

-- The provider's customer that an invoice is charged to, where a merge brought several together; absent = the only one.
ALTER TABLE invoices ADD COLUMN payer text;

-- The key of a customer by the caller's id or by a key, its own or that of one merged into it.
CREATE FUNCTION customer_named(name text) RETURNS text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE line AS (
    SELECT coalesce((SELECT customer_key FROM identities WHERE kind = 'id' AND value = name), name) AS key
    UNION ALL
    SELECT c.merged_into FROM line JOIN customers c ON c.key = line.key WHERE c.merged_into IS NOT NULL)
  SELECT key FROM line
  WHERE NOT EXISTS (SELECT 1 FROM customers c WHERE c.key = line.key AND c.merged_into IS NOT NULL)
$$;
