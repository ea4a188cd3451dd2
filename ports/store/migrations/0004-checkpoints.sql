-- What each checkpoint of a treatment found, for whoever decides about it later.
CREATE TABLE checkpoints (
  treatment_id text NOT NULL REFERENCES treatments(id),
  step         text NOT NULL,
  path         text NOT NULL,
  at           timestamptz NOT NULL,
  tier         text NOT NULL,
  points       double precision NOT NULL,
  PRIMARY KEY (treatment_id, step, path)
);
