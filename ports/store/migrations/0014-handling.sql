-- What crossings changed in how a customer is handled. The handling that holds follows from the memberships alone.
CREATE TABLE adjustments (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_key text NOT NULL REFERENCES customers(key),
  -- Position of the evaluation in the customer's order of acceptance.
  sequence     bigint NOT NULL,
  what         text NOT NULL,
  -- Absent = what the policies give everybody.
  from_level   text,
  to_level     text,
  because      text NOT NULL,
  at           timestamptz NOT NULL
);
CREATE INDEX adjustments_customer ON adjustments (customer_key, id);

-- Facts that a segment watches and that came while the customer was in it. A hard one has opened a task; a soft one
-- raises stakes until it has aged.
CREATE TABLE escalations (
  customer_key text NOT NULL REFERENCES customers(key),
  -- Of the fact, in the customer's order of acceptance.
  position     bigint NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('hard', 'soft')),
  segment      text NOT NULL,
  signal       text NOT NULL,
  at           timestamptz NOT NULL,
  until        timestamptz NOT NULL,
  PRIMARY KEY (customer_key, position, kind, segment)
);

-- How the customer was handled when the task was opened, and when the service level wants a first response.
ALTER TABLE tasks ADD COLUMN handling jsonb, ADD COLUMN respond_by timestamptz;
-- Some work is about the book and no customer: the review of a segment.
ALTER TABLE tasks ALTER COLUMN customer_key DROP NOT NULL;
