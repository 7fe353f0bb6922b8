-- The objects of the archive. `lambda.objects` says which offsets are archived; this says where their records are. Compaction
-- replaces files, never ranges: a file that is replaced stays until no reader can hold it.
create table lambda.files (
  key          text primary key,
  stream       text not null,
  hour         timestamptz not null,
  kind         text not null check (kind in ('raw', 'dlq')),
  rows         bigint not null,
  bytes        bigint not null,
  -- Of the object's bytes, in hex; empty for objects from before there were checksums.
  sha256       text not null,
  committed_at timestamptz not null default now(),
  replaced_at  timestamptz
);
create index on lambda.files (stream, hour);

insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256, committed_at)
  select raw_key, stream, hour, 'raw', raw_rows, raw_bytes, '', committed_at from lambda.objects where raw_key is not null
union all
  select dlq_key, stream, hour, 'dlq', dead_letters, 0, '', committed_at from lambda.objects where dlq_key is not null;

alter table lambda.objects drop column raw_key, drop column dlq_key, drop column raw_bytes;
alter table lambda.objects rename to ranges;

-- Steps come in order. Once batch serves an hour, it never ceases to.
alter table lambda.batch_hours
  add check (recomputed_at is null or archived_at is not null),
  add check (reconciled_at is null or recomputed_at is not null),
  add check (sealed_at is null or reconciled_at is not null);

-- Dead letters that were sent to their topic again.
create table lambda.replays (
  stream        text not null,
  partition     int not null,
  record_offset bigint not null,
  hour          timestamptz not null,
  replayed_at   timestamptz not null default now(),
  primary key (stream, partition, record_offset)
);
create index on lambda.replays (stream, hour);
