-- The shards of Rekor v1 servers. Each is a log of its own in all other tables.

create table rekor_shards (
  backend       text        not null,
  tree_id       bigint      not null check (tree_id > 0),
  state         text        not null check (state in ('active', 'inactive', 'proposed')),
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  accepted_at   timestamptz,
  accepted_by   text,
  primary key (backend, tree_id),
  constraint proposed_is_not_accepted check ((state = 'proposed') = (accepted_at is null))
);

comment on table rekor_shards is
  'Shards that Rekor v1 servers have shown, each signed with the server''s key.';
comment on column rekor_shards.backend is
  'Id of the server''s backend in the configuration';
comment on column rekor_shards.tree_id is
  'The number of the shard: the end of its origin';
comment on column rekor_shards.state is
  'active: it takes entries; inactive: it takes no more; proposed: no operator has accepted it';
comment on column rekor_shards.first_seen_at is
  'When the server first showed it';
comment on column rekor_shards.last_seen_at is
  'When the server last showed it';
comment on column rekor_shards.accepted_at is
  'Since when it is followed; null while it is proposed';
comment on column rekor_shards.accepted_by is
  'Who accepted it, by the name on the system; null if it was there at first contact';
