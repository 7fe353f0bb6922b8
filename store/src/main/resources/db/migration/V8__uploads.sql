-- Objects on their way into the archive: entered before the object is put, removed by the transaction that lists it in lambda.files.
-- Clean-up deletes an object only if one of the two tables says that this database no longer needs it. An object that neither knows
-- was put before the database was restored to an earlier state, or by somebody else; it may be the only copy of its records.
create table lambda.uploads (
  key          text primary key,
  stream       text not null,
  hour         timestamptz not null,
  begun_at     timestamptz not null default now(),
  -- Since when the object is being deleted: it can no longer be listed.
  discarded_at timestamptz
);
create index on lambda.uploads (stream, hour);
