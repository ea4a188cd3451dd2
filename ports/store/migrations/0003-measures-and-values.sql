-- When what the playbook measures is to be written, for either arm; absent = it measures nothing.
ALTER TABLE treatments ADD COLUMN measure_due_at timestamptz;
-- A running treatment writes its measure itself; what ended earlier waits for the sweep.
CREATE INDEX treatments_measure_due ON treatments (measure_due_at)
  WHERE state = 'closed' AND measured_at IS NULL AND measure_due_at IS NOT NULL;

-- What the customer was worth at its last evaluation, in major units; absent before the first.
ALTER TABLE customers ADD COLUMN value_amount double precision;

-- Where the tiers of value are cut: percentiles of the base, computed anew before it is rescored. One row or none.
CREATE TABLE value_cuts (
  id           boolean PRIMARY KEY DEFAULT true CHECK (id),
  high_from    double precision NOT NULL,
  medium_from  double precision NOT NULL,
  customers    integer NOT NULL,
  computed_at  timestamptz NOT NULL
);
-- Never written; the cuts have a table of their own.
ALTER TABLE workspace DROP COLUMN value_high_from, DROP COLUMN value_medium_from;
