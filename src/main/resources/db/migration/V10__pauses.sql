-- A paused backend is not followed: no cycle of it starts by itself, in any process on this database.

create table paused_backends (
  backend   text        primary key,
  paused_at timestamptz not null,
  paused_by text        not null,
  reason    text        not null
);

comment on table paused_backends is
  'Backends that an operator has paused. A backend without a row is followed.';
comment on column paused_backends.backend is
  'Id of the backend in the configuration';
comment on column paused_backends.paused_at is
  'When it was paused';
comment on column paused_backends.paused_by is
  'Who did, by the name on the system where the command ran; jmx for the MBean';
comment on column paused_backends.reason is
  'What the operator said; empty if nothing';
