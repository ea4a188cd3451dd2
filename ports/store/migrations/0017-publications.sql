-- Every time another book became the active one: who, when, why, and what was known beforehand.
CREATE TABLE publications (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('publish', 'rollback')),
  hash         text NOT NULL REFERENCES books(hash),
  -- The book that was active before; absent = none was.
  previous     text REFERENCES books(hash),
  at           timestamptz NOT NULL,
  by_whom      text NOT NULL,
  note         text NOT NULL DEFAULT '',
  -- Policy tests that passed and failed; absent = none were run.
  tests_passed integer,
  tests_failed integer,
  -- Why it was published although tests fail.
  untested     text,
  -- The comparison it was published by, and the crossings that made expected: the storm breaker does not count them.
  what_if      text,
  expected     jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX publications_hash ON publications (hash, id);

-- Books published before this was kept: the order is known, what else was active is not.
INSERT INTO publications (kind, hash, at, by_whom, note)
  SELECT 'publish', hash, published_at, published_by, note FROM books ORDER BY published_at, hash;
