-- The files of the archive for readers of other systems: exactly those that hold the records now. Listing the bucket instead may
-- show a file and its replacement for a moment.
create view serving.archive_files as
select stream, hour, kind, key, rows, bytes, sha256
from lambda.files
where replaced_at is null;

-- Where replaced objects go until they are deleted; see ReplacedFiles.
comment on column lambda.files.key is 'The object''s key; under replaced/ once a replaced object has been moved there.';
