-- Work that goes on when its treatment has come to its end by itself.
ALTER TABLE tasks ADD COLUMN keep_open boolean NOT NULL DEFAULT false;
