-- The history of exports and imports: who carried what across the gap, when, and how it went.

create table bundles (
  id          bigint      generated always as identity primary key,
  direction   text        not null check (direction in ('export', 'import')),
  backend     text,
  origin      text,
  file        text        not null,
  sha256      text        check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes       bigint      not null,
  content     text,
  base_size   bigint,
  from_entry  bigint,
  to_entry    bigint,
  tree_size   bigint,
  root_hash   bytea       check (octet_length(root_hash) = 32),
  volume      integer,
  volumes     integer,
  signed_by   text,
  who         text        not null,
  started_at  timestamptz not null,
  finished_at timestamptz not null,
  outcome     text        not null,
  message     text
);

create index bundles_by_backend on bundles (backend, started_at);

comment on table bundles is
  'Every export and import of a bundle, good or not. Nothing depends on it; rows may be deleted.';
comment on column bundles.direction is
  'export or import';
comment on column bundles.backend is
  'Id of the backend in the configuration; null if the bundle is of no known log';
comment on column bundles.origin is
  'The log that the bundle says it is of; null if it could not be read';
comment on column bundles.file is
  'Where the bundle was';
comment on column bundles.sha256 is
  'SHA-256 of the file; null if it was not written or read to its end';
comment on column bundles.bytes is
  'Length of the file, as far as it was written or read';
comment on column bundles.content is
  'checkpoints, tiles or entries';
comment on column bundles.base_size is
  'Size of the tree that the bundle builds on; 0 for one that needs nothing';
comment on column bundles.from_entry is
  'First entry whose tiles are in the bundle';
comment on column bundles.to_entry is
  'The entry after the last';
comment on column bundles.tree_size is
  'Size of the exported tree';
comment on column bundles.root_hash is
  'Root of the exported tree';
comment on column bundles.volume is
  'Number of the volume, from 1';
comment on column bundles.volumes is
  'How many volumes there are';
comment on column bundles.signed_by is
  'The exporter whose signature was made or found good; null if there is none';
comment on column bundles.who is
  'Name on the system of whoever ran it';
comment on column bundles.started_at is
  'When it began';
comment on column bundles.finished_at is
  'When it ended, well or not';
comment on column bundles.outcome is
  'What came of it, in one word; of a failure its word in the metrics';
comment on column bundles.message is
  'What failed, where and why; null if it ended well';
