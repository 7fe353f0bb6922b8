-- The manifest of an archived hour is also an object in the bucket, from which these tables can be rebuilt: see ManifestObjects.
alter table lambda.batch_hours
  -- How often what the manifest says of the hour has changed since it was first archived completely.
  add column manifest_revision bigint not null default 0,
  -- The last revision that was put. Files that were replaced are deleted only once both are equal.
  add column manifest_stored bigint not null default 0;

update lambda.batch_hours set manifest_revision = 1 where archived_at is not null;

create index on lambda.batch_hours (stream, hour) where manifest_stored < manifest_revision;
