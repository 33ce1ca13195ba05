-- What was answered in place of a checkpoint and was refused, so that it can be looked at afterwards.

create table refused_notes (
  id            bigint      generated always as identity primary key,
  origin        text        not null check (origin <> ''),
  backend       text        not null,
  kind          text        not null check (kind <> ''),
  raw_note      bytea       not null,
  source        text        not null,
  message       text        not null,
  times         bigint      not null check (times > 0),
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null
);

create unique index refused_once on refused_notes (origin, kind, sha256(raw_note));

comment on table refused_notes is
  'Answers that were no checkpoint of the log that was asked for, or none that its key has signed. They prove nothing; of each log the newest hundred are kept.';
comment on column refused_notes.origin is
  'The log that was asked for; the note may name another one';
comment on column refused_notes.backend is
  'Id of the backend under which it last came';
comment on column refused_notes.kind is
  'Why it was refused, in one word as in the metrics';
comment on column refused_notes.raw_note is
  'What came, byte for byte';
comment on column refused_notes.source is
  'The URL where it was last seen';
comment on column refused_notes.message is
  'What was wrong with it when it last came';
comment on column refused_notes.times is
  'How often it came';
comment on column refused_notes.first_seen_at is
  'When it first came';
comment on column refused_notes.last_seen_at is
  'When it last came';
