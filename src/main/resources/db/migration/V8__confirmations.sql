-- The first checkpoint of a log is trusted because there is nothing to compare it with. Here is who has
-- compared the history that began with it.

create table confirmations (
  origin       text        primary key references log_heads (origin) on delete cascade,
  tree_size    bigint      not null check (tree_size >= 0),
  root_hash    bytea       not null check (octet_length(root_hash) = 32),
  confirmed_at timestamptz not null,
  confirmed_by text        not null,
  reason       text        not null check (reason <> '')
);

comment on table confirmations is
  'First contacts that an operator has confirmed. A log without a row was trusted on first use.';
comment on column confirmations.origin is
  'The log: first line of its checkpoints';
comment on column confirmations.tree_size is
  'Size of the checkpoint that was compared, or of the newest one at that time';
comment on column confirmations.root_hash is
  'Root of that checkpoint';
comment on column confirmations.confirmed_at is
  'When it was confirmed';
comment on column confirmations.confirmed_by is
  'Who did, by the name on the system where the command ran';
comment on column confirmations.reason is
  'What the operator said, or which file was compared';
