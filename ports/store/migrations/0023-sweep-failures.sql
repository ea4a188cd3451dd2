-- What the sweep tried and could not do: tried again ever more rarely, so that it keeps nobody from their turn.
CREATE TABLE sweep_failures (
  what      text NOT NULL CHECK (what IN ('evaluation', 'measure', 'hold', 'answer')),
  -- Key of the customer, or id of the treatment or approval.
  subject   text NOT NULL,
  failures  integer NOT NULL,
  error     text NOT NULL,
  failed_at timestamptz NOT NULL,
  retry_at  timestamptz NOT NULL,
  PRIMARY KEY (what, subject)
);
CREATE INDEX sweep_failures_retry ON sweep_failures (what, retry_at);
