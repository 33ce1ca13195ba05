-- The renamed labels of V9 are also stored as the last failure of a log.

update log_heads
   set last_failure = case last_failure
                        when 'thawed' then 'unfrozen'
                        else 'unsigned_mismatch'
                      end
 where last_failure in ('thawed', 'loose_fields');
