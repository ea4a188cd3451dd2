-- What a candidate book would change, worked out over the stored base; one at a time.
CREATE TABLE what_if_runs (
  id             text PRIMARY KEY,
  candidate_hash text NOT NULL,
  active_hash    text NOT NULL,
  asked_by       text NOT NULL,
  asked_at       timestamptz NOT NULL,
  state          text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  customers      integer NOT NULL DEFAULT 0,
  done           integer NOT NULL DEFAULT 0,
  -- Said again and again while it runs: one that has stopped saying it died with its process.
  beat_at        timestamptz NOT NULL,
  report         jsonb,
  failure        text
);
CREATE UNIQUE INDEX what_if_one_at_a_time ON what_if_runs (state) WHERE state = 'running';
