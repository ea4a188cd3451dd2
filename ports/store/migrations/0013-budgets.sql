-- What offers of a budget have used up of a calendar month of the workspace; the row is what its spenders lock.
CREATE TABLE budget_months (
  budget  text NOT NULL,
  month   text NOT NULL,
  offers  integer NOT NULL DEFAULT 0,
  amount  double precision NOT NULL DEFAULT 0,
  PRIMARY KEY (budget, month)
);
-- Loss reasons are counted by time.
CREATE INDEX records_field_at ON records (field, at);
