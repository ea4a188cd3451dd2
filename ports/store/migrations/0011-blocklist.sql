-- Devices, addresses and patterns that must not do business here. What equality finds is kept as a keyed hash alone:
-- an entry says nothing about a person to whoever reads the table. A network and a domain must be compared as they
-- are; they are about nobody in particular, hit many, and need two people.
CREATE TABLE blocklist (
  id           text PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('device', 'ip', 'network', 'email', 'domain')),
  digest       text NOT NULL,
  -- Of wide patterns only.
  pattern      text,
  network      cidr,
  reason       text NOT NULL,
  -- The treatment (or a case elsewhere) that led to it.
  source_case  text,
  state        text NOT NULL CHECK (state IN ('proposed', 'active', 'removed')),
  proposed_by  text NOT NULL,
  proposed_at  timestamptz NOT NULL,
  confirmed_by text,
  confirmed_at timestamptz,
  expires_at   timestamptz NOT NULL,
  removed_by   text,
  removed_at   timestamptz,
  CONSTRAINT wide_patterns_are_readable CHECK ((pattern IS NOT NULL) = (kind IN ('network', 'domain'))),
  CONSTRAINT networks_are_networks CHECK ((network IS NOT NULL) = (kind = 'network')),
  CONSTRAINT wide_patterns_need_two_people CHECK (
    kind NOT IN ('network', 'domain') OR state <> 'active'
    OR (confirmed_by IS NOT NULL AND confirmed_by <> proposed_by))
);
CREATE UNIQUE INDEX blocklist_once ON blocklist (kind, digest) WHERE state <> 'removed';
CREATE INDEX blocklist_networks ON blocklist USING gist (network inet_ops) WHERE state = 'active';

-- Key of the hashes; made at first use.
CREATE TABLE blocklist_key (
  id  boolean PRIMARY KEY DEFAULT true CHECK (id),
  key text NOT NULL
);
