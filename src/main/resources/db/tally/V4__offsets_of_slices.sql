-- From this release on a projection stores its offsets by ranges of slices (0 to 1023), no longer by tags. Up to the lowest of
-- those that are there it has handled all events for certain; what is handled twice does no harm.
INSERT INTO akka_projection_offset_store
  (projection_name, projection_key, current_offset, manifest, mergeable, last_updated)
SELECT projection_name, '0-1023', min(current_offset::bigint)::text, min(manifest), FALSE, max(last_updated)
FROM akka_projection_offset_store
GROUP BY projection_name
-- A tag of which nothing was handled has no offset: unless there are all four (one for matches), it begins anew.
HAVING count(*) >= 4 OR projection_name = 'match-catalogue';
