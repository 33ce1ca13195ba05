-- What we hold true of each log. Names are unqualified: the search path says which schema.

create table rekor_checkpoints (
  origin          text        not null check (origin <> ''),
  backend         text        not null,
  tree_size       bigint      not null check (tree_size >= 0),
  root_hash       bytea       not null check (octet_length(root_hash) = 32),
  raw_note        bytea       not null check (octet_length(raw_note) > 0),
  key_name        text        not null,
  key_id          text        not null check (key_id ~ '^[0-9a-f]{8}$'),
  frozen          boolean     not null,
  consistent_from bigint      check (consistent_from between 0 and tree_size),
  first_seen_at   timestamptz not null,
  last_seen_at    timestamptz not null,
  primary key (origin, tree_size, root_hash),
  constraint one_root_for_each_size unique (origin, tree_size)
);

comment on table rekor_checkpoints is
  'Every checkpoint that was accepted: signed by the right key and consistent with all before it.';
comment on column rekor_checkpoints.origin is
  'The log: first line of the note';
comment on column rekor_checkpoints.backend is
  'Id of the backend in the configuration when the checkpoint was last seen';
comment on column rekor_checkpoints.tree_size is
  'Number of entries that the checkpoint commits to';
comment on column rekor_checkpoints.root_hash is
  'Merkle root over these entries (RFC 6962), 32 bytes';
comment on column rekor_checkpoints.raw_note is
  'The first note seen with this size and root, byte for byte; it never changes';
comment on column rekor_checkpoints.key_name is
  'Name of the key that signed it, which need not be the origin';
comment on column rekor_checkpoints.key_id is
  'Key ID on the signature line, eight hexadecimal digits';
comment on column rekor_checkpoints.frozen is
  'Whether the note says that the log takes no more entries';
comment on column rekor_checkpoints.consistent_from is
  'Size of the accepted head that was proved to be a prefix of this one; null on first contact';
comment on column rekor_checkpoints.first_seen_at is
  'When the log first showed this size and root';
comment on column rekor_checkpoints.last_seen_at is
  'When the log last showed them';

create table log_heads (
  origin               text        primary key,
  backend              text        not null,
  pending_size         bigint      not null,
  pending_root         bytea       not null,
  mirrored_size        bigint      check (mirrored_size > 0),
  mirrored_root        bytea,
  covered_size         bigint      not null default 0,
  frozen               boolean     not null default false,
  first_seen_at        timestamptz not null,
  last_growth_at       timestamptz not null,
  last_success_at      timestamptz,
  last_failure         text,
  last_failure_message text,
  last_failure_at      timestamptz,
  constraint pending_checkpoint_is_stored
    foreign key (origin, pending_size, pending_root)
    references rekor_checkpoints (origin, tree_size, root_hash),
  constraint mirrored_checkpoint_is_stored
    foreign key (origin, mirrored_size, mirrored_root)
    references rekor_checkpoints (origin, tree_size, root_hash),
  constraint mirrored_size_and_root_go_together
    check ((mirrored_size is null) = (mirrored_root is null)),
  constraint mirrored_covered_pending_in_order
    check (coalesce(mirrored_size, 0) <= covered_size and covered_size <= pending_size),
  constraint failure_is_whole
    check (num_nulls(last_failure, last_failure_message, last_failure_at) in (0, 3))
);

comment on table log_heads is
  'Where the mirror of each log stands. Heads move to the right only; a trigger refuses the rest.';
comment on column log_heads.origin is
  'The log: first line of its checkpoints';
comment on column log_heads.backend is
  'Id of the backend in the configuration at first contact';
comment on column log_heads.pending_size is
  'Size of the newest accepted checkpoint; some of its tiles may still be missing';
comment on column log_heads.pending_root is
  'Root of the newest accepted checkpoint';
comment on column log_heads.mirrored_size is
  'Size of the newest checkpoint of which everything is on disk and verified; null while none is';
comment on column log_heads.mirrored_root is
  'Root of that checkpoint; null while there is none';
comment on column log_heads.covered_size is
  'Entries from the left that are on disk and verified, from mirrored_size to pending_size';
comment on column log_heads.frozen is
  'Whether the log has said that it takes no more entries';
comment on column log_heads.first_seen_at is
  'When the first checkpoint of this log was accepted';
comment on column log_heads.last_growth_at is
  'When pending_size last grew';
comment on column log_heads.last_success_at is
  'When a cycle last ended well, with or without growth';
comment on column log_heads.last_failure is
  'How the last cycle failed, in one word as in the metrics; null if it ended well';
comment on column log_heads.last_failure_message is
  'What failed, where and why';
comment on column log_heads.last_failure_at is
  'When it failed';

-- "set search_path from current": the trigger finds the table whoever fires it, from any session
create function refuse_to_move_back() returns trigger
  language plpgsql
  set search_path from current
as $$
declare
  known bigint;
begin
  if tg_op = 'INSERT' then
    select max(tree_size) into known from rekor_checkpoints where origin = new.origin;
    if known > new.pending_size then
      raise exception 'the log % has shown % entries and cannot begin at %',
        new.origin, known, new.pending_size
        using errcode = 'integrity_constraint_violation',
              hint = 'begin at the largest checkpoint: see rekor_checkpoints';
    end if;
    return new;
  end if;

  if new.origin <> old.origin
    or new.pending_size < old.pending_size
    or new.covered_size < old.covered_size
    or coalesce(new.mirrored_size, 0) < coalesce(old.mirrored_size, 0)
  then
    raise exception 'the head of % may not move backwards: pending % to %, mirrored % to %, covered % to %',
      old.origin,
      old.pending_size, new.pending_size,
      coalesce(old.mirrored_size, 0), coalesce(new.mirrored_size, 0),
      old.covered_size, new.covered_size
      using errcode = 'integrity_constraint_violation',
            hint = 'a log only grows; keep what claims otherwise as evidence';
  end if;

  if (new.pending_size = old.pending_size and new.pending_root <> old.pending_root)
    or (new.mirrored_size = old.mirrored_size and new.mirrored_root <> old.mirrored_root)
  then
    raise exception 'the head of % may not move sideways: another root at size %',
      old.origin, new.pending_size
      using errcode = 'integrity_constraint_violation',
            hint = 'one size has one root; keep what claims otherwise as evidence';
  end if;
  return new;
end
$$;

comment on function refuse_to_move_back() is
  'Keeps every head of log_heads from moving backwards or sideways, whoever writes';

create trigger heads_only_move_forward
  before update on log_heads
  for each row execute function refuse_to_move_back();

-- after, not before: where the log is followed already, "on conflict do nothing" inserts no row
create trigger heads_begin_at_the_largest
  after insert on log_heads
  for each row execute function refuse_to_move_back();

create function refuse_to_change_note() returns trigger
  language plpgsql
as $$
begin
  if (new.origin, new.tree_size, new.root_hash, new.raw_note, new.key_name, new.key_id, new.frozen,
      new.first_seen_at)
    is distinct from
     (old.origin, old.tree_size, old.root_hash, old.raw_note, old.key_name, old.key_id, old.frozen,
      old.first_seen_at)
  then
    raise exception 'the checkpoint of % at size % may not be changed', old.origin, old.tree_size
      using errcode = 'integrity_constraint_violation',
            hint = 'a note is kept as it came; another note is another row';
  end if;
  return new;
end
$$;

comment on function refuse_to_change_note() is
  'Keeps what a log has signed as it came, whoever writes';

create trigger notes_never_change
  before update on rekor_checkpoints
  for each row execute function refuse_to_change_note();

create table sync_cycles (
  id            bigint      generated always as identity primary key,
  backend       text        not null,
  origin        text        not null,
  started_at    timestamptz not null,
  finished_at   timestamptz not null,
  outcome       text        not null,
  tree_size     bigint,
  mirrored_size bigint,
  tiles         bigint      not null,
  entry_bundles bigint      not null,
  bytes         bigint      not null,
  requests      bigint      not null,
  message       text
);

create index sync_cycles_by_backend on sync_cycles (backend, started_at);

comment on table sync_cycles is
  'The journal: what each cycle did. Nothing depends on it; rows may be deleted.';
comment on column sync_cycles.backend is
  'Id of the backend in the configuration';
comment on column sync_cycles.origin is
  'The log that the backend follows';
comment on column sync_cycles.started_at is
  'When the cycle began';
comment on column sync_cycles.finished_at is
  'When it ended, well or not';
comment on column sync_cycles.outcome is
  'How it ended, in one word: what was judged of the checkpoint, or how the cycle failed';
comment on column sync_cycles.tree_size is
  'Size of the pending checkpoint at the end; null if there is none';
comment on column sync_cycles.mirrored_size is
  'Size of the mirrored checkpoint at the end; null if there is none';
comment on column sync_cycles.tiles is
  'Hash tiles written';
comment on column sync_cycles.entry_bundles is
  'Entry bundles written';
comment on column sync_cycles.bytes is
  'Bytes received from the log';
comment on column sync_cycles.requests is
  'Requests made to the log';
comment on column sync_cycles.message is
  'What failed, where and why; null if the cycle ended well';
