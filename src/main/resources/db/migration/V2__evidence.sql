-- Contradictions and the quarantine that follows from each.

create table evidence (
  id             bigint      generated always as identity primary key,
  origin         text        not null check (origin <> ''),
  backend        text        not null,
  kind           text        not null check (kind in ('split_view', 'inconsistent')),
  detected_at    timestamptz not null,
  known_size     bigint      not null,
  known_root     bytea       not null check (octet_length(known_root) = 32),
  shown_size     bigint      not null,
  shown_root     bytea       not null check (octet_length(shown_root) = 32),
  file           bytea       not null,
  released_at    timestamptz,
  released_by    text,
  release_reason text check (release_reason <> ''),
  constraint release_is_whole
    check (num_nulls(released_at, released_by, release_reason) in (0, 3))
);

comment on table evidence is
  'Every contradiction of a log, kept for ever. A log with unreleased evidence is in quarantine.';
comment on column evidence.origin is
  'The log: first line of both notes';
comment on column evidence.backend is
  'Id of the backend under which it was last found';
comment on column evidence.detected_at is
  'When it was found';
comment on column evidence.kind is
  'split_view: two roots for one history; inconsistent: a larger tree without the smaller one';
comment on column evidence.known_size is
  'Size of the head that we held true';
comment on column evidence.known_root is
  'Root of the head that we held true';
comment on column evidence.shown_size is
  'Size of the head that the log showed';
comment on column evidence.shown_root is
  'Root of the head that the log showed';
comment on column evidence.file is
  'Both notes and what disproves them, as stella attestor evidence export writes it';
comment on column evidence.released_at is
  'When an operator ended the quarantine; null while it lasts';
comment on column evidence.released_by is
  'Who ended it, by the name on the system where the command ran';
comment on column evidence.release_reason is
  'What the operator said when ending it';

create unique index evidence_in_force
  on evidence (origin, known_size, known_root, shown_size, shown_root)
  where released_at is null;
