-- How many different people must approve.
ALTER TABLE approvals ADD COLUMN approvers integer NOT NULL DEFAULT 1 CHECK (approvers BETWEEN 1 AND 2);

-- Who approved: the key says that nobody counts twice.
CREATE TABLE approval_votes (
  approval_id text NOT NULL REFERENCES approvals(id),
  subject     text NOT NULL,
  role        text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (approval_id, subject)
);

-- Maker is not checker, whatever the application believes: nothing is approved by fewer people than it needs.
CREATE FUNCTION approval_is_voted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.approvers < OLD.approvers THEN
    RAISE EXCEPTION 'approval % was asked of % people: they do not become fewer', OLD.id, OLD.approvers;
  END IF;
  IF NEW.state = 'approved' AND NEW.approvers > 1
     AND (SELECT count(*) FROM approval_votes WHERE approval_id = NEW.id) < NEW.approvers THEN
    RAISE EXCEPTION 'approval % needs % different approvers', NEW.id, NEW.approvers;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approvals_voted BEFORE UPDATE ON approvals
  FOR EACH ROW EXECUTE FUNCTION approval_is_voted();

-- A hold is over at this instant, whatever becomes of its treatment; absent = it lasts until it is released.
ALTER TABLE holds ADD COLUMN expires_at timestamptz;
-- It outlives its treatment.
ALTER TABLE holds ADD COLUMN keep boolean NOT NULL DEFAULT false;
ALTER TABLE holds ADD COLUMN released_why text;
CREATE INDEX holds_due ON holds (expires_at) WHERE released_at IS NULL AND expires_at IS NOT NULL;
