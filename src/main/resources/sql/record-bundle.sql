-- Writes a line of the history of bundles.
insert into bundles
  (direction, backend, origin, file, sha256, bytes, content, base_size, from_entry, to_entry,
   tree_size, root_hash, volume, volumes, signed_by, who, started_at, finished_at, outcome, message)
values
  (:#direction, :#backend, :#origin, :#file, :#sha256, :#bytes, :#content, :#baseSize, :#fromEntry,
   :#toEntry, :#treeSize, :#rootHash, :#volume, :#volumes, :#signedBy, :#who, :#startedAt,
   :#finishedAt, :#outcome, :#message)
