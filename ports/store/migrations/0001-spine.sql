-- One deployment is one workspace. Instants are written by the application's clock; SQL never calls now().

-- Instants inside JSON have the same form as everywhere else.
CREATE FUNCTION iso(instant timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

CREATE TABLE workspace (
  id            boolean PRIMARY KEY DEFAULT true CHECK (id),
  name          text NOT NULL,
  -- Salt of arms and charge keys; made at first start.
  secret_salt   text NOT NULL,
  value_high_from   double precision NOT NULL DEFAULT 0,
  value_medium_from double precision NOT NULL DEFAULT 0
);

CREATE TABLE books (
  hash        text PRIMARY KEY,
  content     jsonb NOT NULL,
  compiled    jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,
  note        text NOT NULL DEFAULT ''
);
CREATE TABLE active_book (
  id   boolean PRIMARY KEY DEFAULT true CHECK (id),
  hash text NOT NULL REFERENCES books(hash)
);

-- The row every change of a customer locks first.
CREATE TABLE customers (
  key                text PRIMARY KEY,
  attributes         jsonb NOT NULL DEFAULT '{}',
  zone               text,
  -- Order of acceptance: every accepted fact, evaluation and control takes the next number.
  position           bigint NOT NULL DEFAULT 0,
  treatment_ordinal  integer NOT NULL DEFAULT 0,
  ledger_position    bigint NOT NULL DEFAULT 0,
  ledger_hash        text NOT NULL DEFAULT '',
  last_as_of         timestamptz,
  next_evaluation_at timestamptz,
  created_at         timestamptz NOT NULL
);
CREATE INDEX customers_next_evaluation ON customers (next_evaluation_at) WHERE next_evaluation_at IS NOT NULL;

CREATE TABLE identities (
  kind         text NOT NULL,
  value        text NOT NULL,
  customer_key text NOT NULL REFERENCES customers(key),
  PRIMARY KEY (kind, value)
);
CREATE INDEX identities_customer ON identities (customer_key);

CREATE TABLE contacts (
  customer_key text NOT NULL REFERENCES customers(key),
  id           text NOT NULL,
  role         text NOT NULL,
  name         text NOT NULL DEFAULT '',
  email        text,
  phone        text,
  zone         text,
  changed_at   timestamptz NOT NULL,
  PRIMARY KEY (customer_key, id)
);

-- Consent as a yes/no row per channel and class; absent = the policy's default for the class.
CREATE TABLE consents (
  customer_key text NOT NULL REFERENCES customers(key),
  channel      text NOT NULL,
  class        text NOT NULL,
  granted      boolean NOT NULL,
  source       text NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (customer_key, channel, class)
);
CREATE TABLE suppressions (
  customer_key text NOT NULL REFERENCES customers(key),
  channel      text NOT NULL,
  class        text NOT NULL,
  reason       text NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (customer_key, channel, class)
);

CREATE TABLE signals (
  customer_key text NOT NULL REFERENCES customers(key),
  -- CloudEvents source, or 'api'.
  origin       text NOT NULL,
  id           text NOT NULL,
  name         text NOT NULL,
  value        jsonb NOT NULL,
  data         jsonb,
  context      text,
  occurred_at  timestamptz NOT NULL,
  accepted_at  timestamptz NOT NULL,
  position     bigint NOT NULL,
  PRIMARY KEY (origin, id)
);
CREATE INDEX signals_customer ON signals (customer_key, occurred_at);

CREATE TABLE invoices (
  customer_key    text NOT NULL REFERENCES customers(key),
  id              text NOT NULL,
  amount_minor    bigint NOT NULL,
  currency        text NOT NULL,
  state           text NOT NULL,
  first_failure_at timestamptz,
  last_failure_at timestamptz,
  decline_code    text,
  attempts        integer NOT NULL DEFAULT 0,
  payment_method  text,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (customer_key, id)
);

CREATE TABLE scores (
  customer_key text NOT NULL REFERENCES customers(key),
  dimension    text NOT NULL,
  score        jsonb NOT NULL,
  sequence     bigint NOT NULL,
  evaluated_at timestamptz NOT NULL,
  PRIMARY KEY (customer_key, dimension)
);
CREATE TABLE memberships (
  customer_key text NOT NULL REFERENCES customers(key),
  segment      text NOT NULL,
  context      text NOT NULL DEFAULT '',
  membership   jsonb NOT NULL,
  PRIMARY KEY (customer_key, segment, context)
);
CREATE INDEX memberships_segment ON memberships (segment) WHERE membership->>'state' <> 'entering';

-- Of external segments: time and source sequence of the last crossing, to know a stale one; outlives the membership.
CREATE TABLE external_orders (
  customer_key text NOT NULL REFERENCES customers(key),
  segment      text NOT NULL,
  context      text NOT NULL DEFAULT '',
  at           timestamptz,
  sequence     bigint,
  PRIMARY KEY (customer_key, segment, context)
);

CREATE TABLE crossings (
  id           text PRIMARY KEY,
  customer_key text NOT NULL REFERENCES customers(key),
  context      text,
  segment      text NOT NULL,
  direction    text NOT NULL,
  crossing     jsonb NOT NULL,
  sequence     bigint NOT NULL,
  origin       text NOT NULL,
  -- Sender's origin and id of a ready-made crossing; unique so that it is taken once.
  sender_origin text,
  sender_id     text,
  -- stale or unchanged = recorded, not acted on; backfill = recorded without treating.
  disposition  text NOT NULL DEFAULT 'live',
  occurred_at  timestamptz NOT NULL,
  accepted_at  timestamptz NOT NULL,
  UNIQUE (sender_origin, sender_id)
);
CREATE INDEX crossings_customer ON crossings (customer_key, sequence);
CREATE INDEX crossings_segment ON crossings (segment, occurred_at);
CREATE INDEX crossings_accepted ON crossings (accepted_at);

CREATE TABLE decisions (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_key text NOT NULL REFERENCES customers(key),
  crossing_id  text NOT NULL,
  playbook     text NOT NULL,
  action       text NOT NULL,
  decision     jsonb NOT NULL,
  treatment_id text,
  -- A deferral is settled when it was arbitrated again.
  settled_at   timestamptz,
  decided_at   timestamptz NOT NULL
);
CREATE INDEX decisions_customer ON decisions (customer_key, id);
CREATE INDEX decisions_deferred ON decisions (customer_key) WHERE action = 'defer' AND settled_at IS NULL;

CREATE TABLE treatments (
  id            text PRIMARY KEY,
  customer_key  text NOT NULL REFERENCES customers(key),
  playbook      text NOT NULL,
  context       text,
  ordinal       integer NOT NULL,
  segment       text NOT NULL,
  crossing_id   text NOT NULL,
  arm           text NOT NULL,
  arm_draw      jsonb NOT NULL,
  book_hash     text NOT NULL REFERENCES books(hash),
  parameters    jsonb NOT NULL DEFAULT '{}',
  -- running | paused | ending | closed
  state         text NOT NULL,
  paused_by     jsonb NOT NULL DEFAULT '[]',
  -- First accepted terminal item wins.
  terminal_kind   text,
  terminal_reason text,
  terminal_outcome text,
  terminal_at     timestamptz,
  terminal_position bigint,
  -- Where is it now: written by the activities that run anyway.
  step          text NOT NULL DEFAULT '',
  done          text NOT NULL DEFAULT '',
  waiting_for   text NOT NULL DEFAULT '',
  until         timestamptz,
  next_step     text NOT NULL DEFAULT '',
  start_points  double precision NOT NULL DEFAULT 0,
  start_tier    text NOT NULL DEFAULT 'low',
  inbox_seq     bigint NOT NULL DEFAULT 0,
  inbox_delivered bigint NOT NULL DEFAULT 0,
  started_at    timestamptz NOT NULL,
  -- First breach of the segment that started it.
  breached_at   timestamptz NOT NULL,
  -- One sentence for people, without personal data.
  why           text NOT NULL,
  start_delivered_at timestamptz,
  closed_at     timestamptz,
  outcome       text,
  outcome_reason text,
  outcome_details text,
  measure       boolean,
  measured_at   timestamptz,
  UNIQUE (customer_key, ordinal)
);
CREATE INDEX treatments_customer ON treatments (customer_key);
CREATE INDEX treatments_open ON treatments (playbook, state) WHERE state <> 'closed';

CREATE TABLE inbox_items (
  treatment_id text NOT NULL REFERENCES treatments(id),
  seq          bigint NOT NULL,
  kind         text NOT NULL,
  item         jsonb NOT NULL,
  created_at   timestamptz NOT NULL,
  delivered_at timestamptz,
  -- late = the treatment had closed; re-arbitrated in the outcome's transaction.
  disposition  text NOT NULL DEFAULT 'open',
  PRIMARY KEY (treatment_id, seq)
);

-- Work for the relay: start a workflow, or deliver a treatment's open inbox items.
CREATE TABLE outbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_key text NOT NULL,
  treatment_id text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('start', 'inbox')),
  created_at   timestamptz NOT NULL,
  attempts     integer NOT NULL DEFAULT 0,
  not_before   timestamptz,
  last_error   text,
  dead_at      timestamptz,
  delivered_at timestamptz
);
CREATE INDEX outbox_open ON outbox (customer_key, id) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE FUNCTION announce_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('tideline_outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_announced AFTER INSERT ON outbox
  FOR EACH STATEMENT EXECUTE FUNCTION announce_outbox();
CREATE TABLE relay_leases (
  customer_key text PRIMARY KEY,
  owner        text NOT NULL,
  until        timestamptz NOT NULL
);

CREATE TABLE effects (
  request_key   text PRIMARY KEY,
  business_key  text NOT NULL UNIQUE,
  customer_key  text NOT NULL REFERENCES customers(key),
  treatment_id  text NOT NULL REFERENCES treatments(id),
  step          text NOT NULL,
  path          text NOT NULL,
  target        text NOT NULL,
  kind          text NOT NULL,
  channel       text,
  class         text,
  state         text NOT NULL,
  verdict       jsonb NOT NULL,
  deferred_until timestamptz,
  spec          jsonb NOT NULL,
  invoice_id    text,
  attempt       integer,
  receipt       jsonb,
  reserved_at   timestamptz,
  attempting_at timestamptz,
  settled_at    timestamptz,
  updated_at    timestamptz NOT NULL
);
CREATE INDEX effects_customer ON effects (customer_key, updated_at);
CREATE INDEX effects_treatment ON effects (treatment_id);
CREATE INDEX effects_attempting ON effects (attempting_at) WHERE state IN ('reserved', 'attempting');
CREATE UNIQUE INDEX effects_one_open_charge ON effects (customer_key, invoice_id)
  WHERE kind = 'charge' AND state IN ('reserved', 'attempting', 'inDoubt');

-- Immutable, chained per customer; text is RFC 8785 canonical JSON, hash = SHA-256(previous || text).
CREATE TABLE ledger_entries (
  customer_key text NOT NULL,
  position     bigint NOT NULL,
  kind         text NOT NULL,
  text         text NOT NULL,
  hash         text NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (customer_key, position)
);
CREATE INDEX ledger_at ON ledger_entries (at);
-- Salts of personal fields; deleting a row erases the person and leaves the chain valid.
CREATE TABLE ledger_commitments (
  customer_key text NOT NULL,
  position     bigint NOT NULL,
  field        text NOT NULL,
  salt         text NOT NULL,
  value        text NOT NULL,
  PRIMARY KEY (customer_key, position, field)
);
CREATE TABLE ledger_roots (
  day   date PRIMARY KEY,
  root  text NOT NULL,
  chains integer NOT NULL,
  at    timestamptz NOT NULL
);
CREATE FUNCTION ledger_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger entries are never changed or deleted';
END $$;
CREATE TRIGGER ledger_immutable BEFORE UPDATE OR DELETE ON ledger_entries
  FOR EACH ROW EXECUTE FUNCTION ledger_is_immutable();

CREATE TABLE approvals (
  id           text PRIMARY KEY,
  customer_key text NOT NULL REFERENCES customers(key),
  treatment_id text NOT NULL REFERENCES treatments(id),
  step         text NOT NULL,
  path         text NOT NULL,
  policy       text NOT NULL,
  title        text NOT NULL,
  state        text NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'expired', 'withdrawn')),
  requested_at timestamptz NOT NULL,
  due_at       timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  reminded_at  timestamptz,
  facts_sequence bigint NOT NULL,
  facts_tier   text NOT NULL,
  evidence     jsonb NOT NULL DEFAULT '{}',
  -- Template of the draft: a message made from it goes out only as approved.
  draft_template text,
  draft_subject text,
  draft_text   text,
  final_subject text,
  final_text   text,
  decided_by   text,
  decided_role text,
  decided_at   timestamptz,
  comment      text,
  via          text,
  UNIQUE (treatment_id, step, path)
);
CREATE INDEX approvals_open ON approvals (due_at) WHERE state = 'open';

CREATE TABLE tasks (
  id           text PRIMARY KEY,
  customer_key text NOT NULL REFERENCES customers(key),
  treatment_id text REFERENCES treatments(id),
  step         text NOT NULL,
  path         text NOT NULL,
  queue        text NOT NULL,
  title        text NOT NULL,
  details      text NOT NULL DEFAULT '',
  state        text NOT NULL CHECK (state IN ('open', 'done', 'expired', 'cancelled')),
  opened_at    timestamptz NOT NULL,
  due_at       timestamptz NOT NULL,
  closed_at    timestamptz,
  closed_by    text,
  result       text,
  UNIQUE (treatment_id, step, path)
);
CREATE INDEX tasks_open ON tasks (queue, due_at) WHERE state = 'open';

CREATE TABLE banners (
  customer_key text NOT NULL REFERENCES customers(key),
  template     text NOT NULL,
  treatment_id text NOT NULL,
  shown_at     timestamptz NOT NULL,
  cleared_at   timestamptz,
  PRIMARY KEY (customer_key, template, treatment_id)
);
CREATE TABLE notices (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue        text NOT NULL,
  text         text NOT NULL,
  treatment_id text,
  request_key  text UNIQUE,
  at           timestamptz NOT NULL
);
CREATE TABLE holds (
  customer_key text NOT NULL REFERENCES customers(key),
  what         text NOT NULL,
  treatment_id text NOT NULL,
  placed_at    timestamptz NOT NULL,
  released_at  timestamptz,
  PRIMARY KEY (customer_key, what, treatment_id)
);
CREATE TABLE records (
  request_key  text PRIMARY KEY,
  customer_key text NOT NULL REFERENCES customers(key),
  treatment_id text NOT NULL,
  field        text NOT NULL,
  value        text NOT NULL,
  at           timestamptz NOT NULL
);

CREATE TABLE kill_switches (
  -- 'all', 'playbook:<id>', 'effect:<kind>' or 'channel:<channel>'
  scope   text PRIMARY KEY,
  reason  text NOT NULL,
  by_whom text NOT NULL,
  at      timestamptz NOT NULL
);

-- Whole answers by the caller's key.
CREATE TABLE idempotency_keys (
  subject    text NOT NULL,
  key        text NOT NULL,
  request_hash text NOT NULL,
  status     integer,
  answer     jsonb,
  at         timestamptz NOT NULL,
  PRIMARY KEY (subject, key)
);

CREATE TABLE api_keys (
  -- SHA-256 of the bearer token.
  token_hash text PRIMARY KEY,
  subject    text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('person', 'service')),
  roles      jsonb NOT NULL DEFAULT '[]',
  scopes     jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL
);

-- Crossings counted per day for the storm breaker; one row tells whether it is open.
CREATE TABLE storm_breaker (
  id         boolean PRIMARY KEY DEFAULT true CHECK (id),
  tripped_at timestamptz,
  reason     text,
  -- Set by a person who looked: counting starts again here.
  cleared_at timestamptz
);
-- Starts held back by the storm breaker until a person decides.
CREATE TABLE held_crossings (
  crossing_id  text PRIMARY KEY REFERENCES crossings(id),
  customer_key text NOT NULL,
  held_at      timestamptz NOT NULL,
  settled_at   timestamptz,
  disposition  text
);

CREATE TABLE unsigned_acts (
  treatment_id text NOT NULL,
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  act          jsonb NOT NULL,
  accepted     boolean NOT NULL,
  why          text NOT NULL,
  at           timestamptz NOT NULL
);

-- Webhooks and other outside events taken once.
CREATE TABLE received_events (
  origin text NOT NULL,
  id     text NOT NULL,
  at     timestamptz NOT NULL,
  PRIMARY KEY (origin, id)
);

CREATE TABLE jobs (
  id     text PRIMARY KEY,
  cursor text NOT NULL DEFAULT '',
  state  jsonb NOT NULL DEFAULT '{}',
  at     timestamptz NOT NULL
);
