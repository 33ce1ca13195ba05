-- Keeps a note that says more or other than the first one with its size and root, once for each
-- text. Other signatures under the same text are no variant.
insert into checkpoint_variants (origin, tree_size, root_hash, raw_note, text_sha256, frozen, first_seen_at)
select :#origin, :#treeSize, :#rootHash, :#rawNote, sha256(:#signedText), :#frozen, :#now
 where not exists (
   select from rekor_checkpoints
    where origin = :#origin and tree_size = :#treeSize and root_hash = :#rootHash
      and substring(raw_note for octet_length(:#signedText)) = :#signedText)
on conflict do nothing
