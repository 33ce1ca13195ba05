-- Stores a note that was rejected, once for each reason. A server may send a different note every time,
-- so only the newest hundred of each log are kept.
with kept as (
  insert into refused_notes
    (origin, backend, kind, raw_note, source, message, times, first_seen_at, last_seen_at)
  values
    (:#origin, :#backend, :#kind, :#rawNote, :#source, :#message, 1, :#now, :#now)
  on conflict (origin, kind, sha256(raw_note)) do update
    set backend = excluded.backend,
        source = excluded.source,
        message = excluded.message,
        times = refused_notes.times + 1,
        last_seen_at = greatest(refused_notes.last_seen_at, excluded.last_seen_at)
)
delete from refused_notes
 where origin = :#origin
   and sha256(raw_note) <> sha256(:#rawNote)
   and id in (
     select id from refused_notes
      where origin = :#origin
      order by last_seen_at desc, id desc
     offset 99)
