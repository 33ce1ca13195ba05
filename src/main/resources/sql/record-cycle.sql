-- Writes a line of the journal.
insert into sync_cycles
  (backend, origin, started_at, finished_at, outcome, tree_size, mirrored_size, tiles,
   entry_bundles, bytes, requests, message)
values
  (:#backend, :#origin, :#startedAt, :#finishedAt, :#outcome, :#treeSize, :#mirroredSize, :#tiles,
   :#entryBundles, :#bytes, :#requests, :#message)
