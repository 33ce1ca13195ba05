-- What another place shows can contradict a log, whoever is told of a contradiction is kept track
-- of, and notes that say other things of a known head are kept.

alter table evidence drop constraint evidence_kind_check;
alter table evidence add constraint evidence_kind_check
  check (kind in ('split_view', 'inconsistent', 'cross_log_divergence'));

comment on column evidence.kind is
  'split_view: two roots for one history; inconsistent: a larger tree without the smaller one; cross_log_divergence: another place shows another history';

create table alert_deliveries (
  evidence      bigint      primary key references evidence (id) on delete cascade,
  delivered_at  timestamptz,
  tries         int         not null check (tries > 0),
  last_tried_at timestamptz not null,
  last_failure  text,
  constraint delivered_or_failed check ((delivered_at is null) <> (last_failure is null))
);

comment on table alert_deliveries is
  'Whether the webhook has taken each contradiction. Evidence without a row was never tried.';
comment on column alert_deliveries.evidence is
  'The contradiction';
comment on column alert_deliveries.delivered_at is
  'When the webhook took it; null until it does';
comment on column alert_deliveries.tries is
  'How often it was tried';
comment on column alert_deliveries.last_tried_at is
  'When it was last tried';
comment on column alert_deliveries.last_failure is
  'Why the last try failed; null once it is delivered';

create table checkpoint_variants (
  origin        text        not null,
  tree_size     bigint      not null,
  root_hash     bytea       not null,
  text_sha256   bytea       not null check (octet_length(text_sha256) = 32),
  raw_note      bytea       not null check (octet_length(raw_note) > 0),
  frozen        boolean     not null,
  first_seen_at timestamptz not null,
  primary key (origin, tree_size, root_hash, text_sha256),
  foreign key (origin, tree_size, root_hash)
    references rekor_checkpoints (origin, tree_size, root_hash) on delete cascade
);

comment on table checkpoint_variants is
  'Notes with the size and root of an accepted checkpoint and another text, as the one by which a log retires.';
comment on column checkpoint_variants.origin is
  'The log: first line of the note';
comment on column checkpoint_variants.tree_size is
  'Number of entries that the checkpoint commits to';
comment on column checkpoint_variants.root_hash is
  'Merkle root over these entries';
comment on column checkpoint_variants.text_sha256 is
  'SHA-256 of the signed text and the blank line after it';
comment on column checkpoint_variants.raw_note is
  'The first note seen with this text, byte for byte';
comment on column checkpoint_variants.frozen is
  'Whether the note says that the log takes no more entries';
comment on column checkpoint_variants.first_seen_at is
  'When the log first showed it';
