-- A decision that counts for all customers of a cohort: asked once, good for a time, then asked anew.
CREATE TABLE cohort_decisions (
  id           text PRIMARY KEY,
  policy       text NOT NULL,
  cohort       text NOT NULL,
  state        text NOT NULL CHECK (state IN ('open', 'approved', 'rejected')),
  asked_at     timestamptz NOT NULL,
  -- How long the decision is good for once it was given.
  valid_ms     bigint NOT NULL,
  decided_at   timestamptz,
  valid_until  timestamptz,
  decided_by   text,
  decided_role text,
  comment      text,
  via          text
);
-- However many customers of a cohort wait, it is one question.
CREATE UNIQUE INDEX cohort_decisions_open ON cohort_decisions (policy, cohort) WHERE state = 'open';
CREATE INDEX cohort_decisions_standing ON cohort_decisions (policy, cohort, valid_until) WHERE state <> 'open';

-- The question a customer's approval is a part of.
ALTER TABLE approvals ADD COLUMN cohort_decision text REFERENCES cohort_decisions(id);
CREATE INDEX approvals_of_cohort ON approvals (cohort_decision, due_at, id)
  WHERE state = 'open' AND cohort_decision IS NOT NULL;
