-- From when on what is known of the customer came by backfill alone: set by a backfill, cleared by the next live
-- fact. What begins after it is recorded without treating; absent = live.
ALTER TABLE customers ADD COLUMN backfilled_from timestamptz;
