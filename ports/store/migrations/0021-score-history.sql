-- What each score came to whenever it said something else than before; an evaluation that finds the same adds nothing.
CREATE TABLE score_history (
  customer_key text NOT NULL REFERENCES customers(key),
  dimension    text NOT NULL,
  -- The instant the evaluation counted from: of a backfilled fact its own time.
  evaluated_at timestamptz NOT NULL,
  sequence     bigint NOT NULL,
  -- When it became known here.
  recorded_at  timestamptz NOT NULL,
  points       double precision NOT NULL,
  from_tier    text NOT NULL,
  tier         text NOT NULL,
  capped       text,
  confidence   double precision NOT NULL,
  -- Which definition gave it; absent in a score of before there were several.
  definition   text,
  model        text NOT NULL,
  -- [{code, points}]: the words stand in the book that `model` names.
  reasons      jsonb NOT NULL,
  -- Whose score it was before a merge; absent = its customer's own.
  merged_from  text REFERENCES customers(key),
  PRIMARY KEY (customer_key, dimension, evaluated_at, sequence)
);

-- The history begins with what is known.
INSERT INTO score_history (customer_key, dimension, evaluated_at, sequence, recorded_at, points, from_tier, tier, capped,
  confidence, definition, model, reasons)
SELECT customer_key, dimension, evaluated_at, sequence, evaluated_at, (score->>'points')::float8, score->>'tier',
  score->>'tier', score->>'capped', (score->>'confidence')::float8, score->>'definition', score->>'model',
  (SELECT coalesce(jsonb_agg(jsonb_build_object('code', r->'code', 'points', r->'points')), '[]')
   FROM jsonb_array_elements(score->'reasons') AS r)
FROM scores WHERE (score->>'points')::float8 > 0;
