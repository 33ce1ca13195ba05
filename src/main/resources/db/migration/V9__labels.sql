-- Three labels have new names. Rows written under the old names get the new ones.

update sync_cycles
   set outcome = case outcome
                   when 'thawed' then 'unfrozen'
                   else 'unsigned_mismatch'
                 end
 where outcome in ('thawed', 'loose_fields');

update bundles
   set outcome = case outcome
                   when 'uncompared' then 'not_compared'
                   when 'thawed' then 'unfrozen'
                   else 'unsigned_mismatch'
                 end
 where outcome in ('uncompared', 'thawed', 'loose_fields');

update log_heads
   set last_failure = case last_failure
                        when 'thawed' then 'unfrozen'
                        else 'unsigned_mismatch'
                      end
 where last_failure in ('thawed', 'loose_fields');
