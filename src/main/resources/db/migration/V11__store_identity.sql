-- Which directory has the files of a mirror, and what of them is lost.

alter table log_heads
  add column store_id     text check (store_id ~ '^[0-9a-f]{32}$'),
  add column damage       text,
  add column damage_kind  text,
  add column damage_from  bigint,
  add column damage_to    bigint,
  add column damaged_at   timestamptz,
  add constraint damage_is_whole
    check (num_nulls(damage, damage_kind, damage_from, damage_to, damaged_at) in (0, 5));

comment on column log_heads.store_id is
  'Content of the file .store-id beside the mirror; null until the files were found to be complete';
comment on column log_heads.damage is
  'What of the covered files is missing or damaged; null while nothing is known to be';
comment on column log_heads.damage_kind is
  'other_directory, older_database, missing_files or damaged_files';
comment on column log_heads.damage_from is
  'First entry whose files are missing; 0 if the directory or the database is not the right one';
comment on column log_heads.damage_to is
  'Entry after the last one whose files are missing; 0 as above';
comment on column log_heads.damaged_at is
  'When the damage was found';
