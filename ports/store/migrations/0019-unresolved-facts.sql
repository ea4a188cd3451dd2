-- Facts and crossings addressed by an identity that no customer has (yet). Nothing is deleted: a row waits, is taken
-- when the identity becomes known, was refused then, or has waited too long, which people are told.
CREATE TABLE unresolved_facts (
  what           text NOT NULL CHECK (what IN ('signal', 'crossing')),
  origin         text NOT NULL,
  id             text NOT NULL,
  identity_kind  text NOT NULL,
  identity_value text NOT NULL,
  -- As it was sent.
  item           jsonb NOT NULL,
  backfill       boolean NOT NULL,
  occurred_at    timestamptz NOT NULL,
  received_at    timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'expired', 'taken', 'refused')),
  customer_key   text REFERENCES customers(key),
  -- Of a refused one.
  why            text,
  settled_at     timestamptz,
  PRIMARY KEY (what, origin, id)
);
CREATE INDEX unresolved_identity ON unresolved_facts (identity_kind, identity_value)
  WHERE state IN ('waiting', 'expired');
CREATE INDEX unresolved_due ON unresolved_facts (expires_at) WHERE state = 'waiting';
CREATE INDEX unresolved_listed ON unresolved_facts (received_at, what, origin, id);
CREATE INDEX unresolved_customer ON unresolved_facts (customer_key) WHERE customer_key IS NOT NULL;
