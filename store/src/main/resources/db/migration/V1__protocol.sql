-- The state of the protocol. Tables of views are made from their definitions, not here.
create schema lambda;
create schema speed;
create schema batch;
create schema serving;

-- What the tables of a view were made from. A changed definition is refused, never mixed in.
create table lambda.views (
  view        text primary key,
  stream      text not null,
  fingerprint text not null,
  created_at  timestamptz not null default now()
);

-- Up to where the speed layer has folded each partition. Advancing it is the fence.
create table lambda.partitions (
  stream      text not null,
  partition   int not null,
  next_offset bigint not null default 0,
  flushed_at  timestamptz,
  primary key (stream, partition)
);

-- Where each hour begins in each partition: decided once, by whichever layer gets there first.
create table lambda.boundaries (
  stream       text not null,
  partition    int not null,
  hour         timestamptz not null,
  first_offset bigint not null,
  decided_by   text not null check (decided_by in ('speed', 'batch')),
  decided_at   timestamptz not null default now(),
  primary key (stream, partition, hour)
);

-- What the speed layer saw of each hour.
create table lambda.speed_hours (
  stream       text not null,
  partition    int not null,
  hour         timestamptz not null,
  records      bigint not null,
  dead_letters bigint not null,
  duplicates   bigint not null,
  primary key (stream, partition, hour)
);

-- What the batch layer did with each hour; each step's time is null until the step is done.
create table lambda.batch_hours (
  stream        text not null,
  hour          timestamptz not null,
  records       bigint not null default 0,
  dead_letters  bigint not null default 0,
  duplicates    bigint not null default 0,
  differences   bigint not null default 0,
  archived_at   timestamptz,
  recomputed_at timestamptz,
  reconciled_at timestamptz,
  sealed_at     timestamptz,
  primary key (stream, hour)
);

-- The manifest of the master dataset: every committed object, by its range of offsets.
create table lambda.objects (
  stream       text not null,
  partition    int not null,
  first_offset bigint not null,
  next_offset  bigint not null,
  hour         timestamptz not null,
  raw_key      text,
  raw_rows     bigint not null,
  raw_bytes    bigint not null,
  dlq_key      text,
  dead_letters bigint not null,
  committed_at timestamptz not null default now(),
  primary key (stream, partition, first_offset),
  -- Offsets that hold no record (transaction markers, compaction) are counted, so that nothing is lost unseen.
  gaps         bigint not null,
  check (raw_rows + dead_letters + gaps = next_offset - first_offset)
);
create index on lambda.objects (stream, hour);

-- Where speed and batch disagreed. Kept after healing, as evidence.
create table lambda.differences (
  id           bigint generated always as identity primary key,
  stream       text not null,
  hour         timestamptz not null,
  view         text not null,
  window_start timestamptz,
  key          jsonb not null,
  kind         text not null check (kind in ('missing in speed', 'missing in batch', 'measures differ', 'totals differ')),
  speed        jsonb,
  batch        jsonb,
  explanation  text not null,
  found_at     timestamptz not null default now(),
  healed_at    timestamptz
);
create index on lambda.differences (stream, hour);

-- Up to which transaction the changes of a view are in Elasticsearch, and the version to write with.
create table lambda.projections (
  view     text primary key,
  position xid8 not null default '0',
  version  bigint not null default 0
);

-- Every hour of every stream, and how far it has come.
create view lambda.hours as
with span as (
  select stream, min(hour) as first, max(hour) as last from lambda.boundaries group by stream
), hour as (
  select stream, generate_series(first, last, interval '1 hour') as hour from span
), closed as (
  select b.stream, b.hour - interval '1 hour' as hour
  from lambda.boundaries b
  group by b.stream, b.hour
  having count(*) = (select count(*) from lambda.partitions p where p.stream = b.stream)
), seen as (
  select stream, hour, sum(records)::bigint as records, sum(dead_letters)::bigint as dead_letters
  from lambda.speed_hours group by stream, hour
)
select h.stream, h.hour,
  case
    when b.sealed_at is not null then 'sealed'
    when b.reconciled_at is not null then 'reconciled'
    when b.recomputed_at is not null then 'recomputed'
    when b.archived_at is not null then 'archived'
    when c.hour is not null then 'closed'
    else 'open'
  end as state,
  case when b.archived_at is not null then b.records else coalesce(s.records, 0) end as records,
  case when b.archived_at is not null then b.dead_letters else coalesce(s.dead_letters, 0) end as dead_letters,
  coalesce(b.duplicates, 0) as duplicates,
  coalesce(b.differences, 0) as differences,
  b.recomputed_at is not null as batch_serves,
  b.sealed_at
from hour h
left join closed c using (stream, hour)
left join seen s using (stream, hour)
left join lambda.batch_hours b using (stream, hour);
