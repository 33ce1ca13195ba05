-- What of a mirror may be gone: entries left of a minimum index, and checkpoints that nothing needs.

alter table log_heads
  add column minimum_index bigint not null default 0,
  add constraint minimum_index_is_covered check (minimum_index between 0 and covered_size);

comment on column log_heads.minimum_index is
  'Entries left of it, and the files that serve only them, may be gone; 0 while nothing was pruned';

create function refuse_to_lower_minimum_index() returns trigger
  language plpgsql
as $$
begin
  raise exception 'the minimum index of % may not fall from % to %',
    old.origin, old.minimum_index, new.minimum_index
    using errcode = 'integrity_constraint_violation',
          hint = 'what is pruned comes back by clearing the mirror: stella attestor tiles clear';
end
$$;

comment on function refuse_to_lower_minimum_index() is
  'Keeps a mirror from claiming what was pruned, whoever writes';

create trigger minimum_index_only_rises
  before update on log_heads
  for each row
  when (new.minimum_index < old.minimum_index and new.covered_size > 0)
  execute function refuse_to_lower_minimum_index();

-- A mirror that is cleared begins anew under the same pending head, and in no other way.
drop trigger heads_only_move_forward on log_heads;

create trigger heads_only_move_forward
  before update on log_heads
  for each row
  when (new.covered_size > 0 or new.mirrored_size is not null
        or (new.origin, new.pending_size, new.pending_root)
           is distinct from (old.origin, old.pending_size, old.pending_root))
  execute function refuse_to_move_back();

create table mirror_growth (
  origin      text        not null,
  tree_size   bigint      not null check (tree_size > 0),
  mirrored_at timestamptz not null,
  primary key (origin, tree_size)
);

comment on table mirror_growth is
  'When the mirror of each log grew: what is pruned by age is known from here.';
comment on column mirror_growth.origin is
  'The log: first line of its checkpoints';
comment on column mirror_growth.tree_size is
  'Entries that the mirrored checkpoint committed to from then on';
comment on column mirror_growth.mirrored_at is
  'When they were all on disk first, by the clock of PostgreSQL';

-- "set search_path from current": the trigger finds the table whoever fires it, from any session
create function note_growth_of_mirror() returns trigger
  language plpgsql
  set search_path from current
as $$
begin
  insert into mirror_growth (origin, tree_size, mirrored_at)
  values (new.origin, new.mirrored_size, now())
  on conflict do nothing;
  return null;
end
$$;

comment on function note_growth_of_mirror() is
  'Keeps the time of every growth of a mirror, whoever writes';

create trigger mirror_has_grown
  after update on log_heads
  for each row
  when (new.mirrored_size is not null and new.mirrored_size is distinct from old.mirrored_size)
  execute function note_growth_of_mirror();

-- nobody knows since when an older mirror has had its entries, so their age begins here
insert into mirror_growth (origin, tree_size, mirrored_at)
select origin, mirrored_size, now() from log_heads where mirrored_size is not null;

create view checkpoints_in_use as
  select c.origin, c.tree_size, 'head' as reason
    from rekor_checkpoints c join log_heads h using (origin)
   where c.tree_size >= coalesce(h.mirrored_size, h.pending_size)
  union all
  select origin, min(tree_size), 'first'
    from rekor_checkpoints
   group by origin
  union all
  select c.origin, c.tree_size, 'evidence'
    from rekor_checkpoints c
    join evidence e using (origin)
   where (e.known_size = c.tree_size and e.known_root = c.root_hash)
      or (e.shown_size = c.tree_size and e.shown_root = c.root_hash);

comment on view checkpoints_in_use is
  'Checkpoints that pruning keeps, and why. A table that refers to checkpoints belongs in here.';
comment on column checkpoints_in_use.origin is
  'The log: first line of the note';
comment on column checkpoints_in_use.tree_size is
  'Size of the checkpoint, of which a log has one root';
comment on column checkpoints_in_use.reason is
  'head: the mirror stands on it or moves to it; first: all trust began there; evidence: it is part of a proof';
