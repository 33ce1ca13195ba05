-- Keeps an accepted checkpoint. The first note with this size and root stays as it came; when the
-- log shows them again, only the time and the backend's id are new. One at a time for each log:
-- two unique indexes forbid a second root for a size, and "on conflict" waits at one of them only.
with turn as (
  select pg_advisory_xact_lock(hashtext('rekor_checkpoints'), hashtext(:#origin))
)
insert into rekor_checkpoints
  (origin, backend, tree_size, root_hash, raw_note, key_name, key_id, frozen, consistent_from,
   first_seen_at, last_seen_at)
select
  :#origin, :#backend, :#treeSize, :#rootHash, :#rawNote, :#keyName, :#keyId, :#frozen,
  :#consistentFrom, :#now, :#now
from turn
on conflict (origin, tree_size, root_hash) do update
  set backend = excluded.backend,
      last_seen_at = greatest(rekor_checkpoints.last_seen_at, excluded.last_seen_at)
