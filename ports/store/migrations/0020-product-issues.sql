-- A problem of the product that several customers have run into: one at a time for each topic of a field.
CREATE TABLE product_issues (
  id        text PRIMARY KEY,
  field     text NOT NULL,
  topic     text NOT NULL,
  task_id   text NOT NULL UNIQUE REFERENCES tasks(id),
  opened_at timestamptz NOT NULL,
  -- Set by the first case that finds the task over: from then on the topic may have another issue.
  closed_at timestamptz
);
CREATE UNIQUE INDEX product_issues_one_open ON product_issues (field, topic) WHERE closed_at IS NULL;

-- Cases of a topic over all customers; each is one effect of one treatment.
CREATE TABLE topic_cases (
  request_key  text PRIMARY KEY,
  field        text NOT NULL,
  topic        text NOT NULL,
  customer_key text NOT NULL REFERENCES customers(key),
  treatment_id text NOT NULL,
  counted_at   timestamptz NOT NULL,
  -- Absent while it belongs to no issue.
  issue_id     text REFERENCES product_issues(id)
);
CREATE INDEX topic_cases_waiting ON topic_cases (field, topic, counted_at) WHERE issue_id IS NULL;
CREATE INDEX topic_cases_issue ON topic_cases (issue_id);
CREATE INDEX topic_cases_customer ON topic_cases (customer_key);

-- Cases of one topic take turns at its row, whichever customers they are of.
CREATE TABLE topics (
  field text NOT NULL,
  topic text NOT NULL,
  PRIMARY KEY (field, topic)
);
