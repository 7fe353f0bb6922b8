-- Records that Kafka deleted before they were archived, as a person declared them: see the workflow DeclareLost. lambda.ranges has
-- the same range, as offsets without records.
create table lambda.losses (
  stream       text not null,
  partition    int not null,
  first_offset bigint not null,
  next_offset  bigint not null check (next_offset > first_offset),
  hour         timestamptz not null,
  declared_at  timestamptz not null default now(),
  -- The id of the workflow.
  declared_by  text not null,
  primary key (stream, partition, first_offset)
);
create index on lambda.losses (stream, hour);

-- By stream and hour, over all partitions; the primary keys have the partition first.
create index on lambda.boundaries (stream, hour);
create index on lambda.speed_hours (stream, hour);

-- A row may stand for many differences of the same view, kind and explanation: see DifferenceLog.
alter table lambda.differences add column count bigint not null default 1;

comment on column lambda.speed_hours.partition is
  'The partition; -1 in the sum over all partitions, which replaces their rows some days after the hour is sealed.';

-- Every hour of every stream, and how far it has come. What is known of an hour once it is archived stands in batch_hours; only for
-- the others are boundaries and counts of partitions read, each by stream and hour.
create or replace view lambda.hours as
with stream as (
  select distinct stream from lambda.partitions
), span as (
  select s.stream,
    least(
      (select min(hour) from lambda.boundaries b where b.stream = s.stream),
      (select min(hour) from lambda.batch_hours b where b.stream = s.stream)) as first,
    greatest(
      (select max(hour) from lambda.boundaries b where b.stream = s.stream),
      (select max(hour) from lambda.batch_hours b where b.stream = s.stream)) as last
  from stream s
), hour as (
  select stream, generate_series(first, last, interval '1 hour') as hour from span
)
select h.stream, h.hour,
  case
    when b.sealed_at is not null then 'sealed'
    when b.reconciled_at is not null then 'reconciled'
    when b.recomputed_at is not null then 'recomputed'
    when b.archived_at is not null then 'archived'
    when (select count(*) from lambda.boundaries d where d.stream = h.stream and d.hour = h.hour + interval '1 hour')
      = (select count(*) from lambda.partitions p where p.stream = h.stream) then 'closed'
    else 'open'
  end as state,
  case when b.archived_at is not null then b.records else coalesce(
    (select sum(s.records)::bigint from lambda.speed_hours s where s.stream = h.stream and s.hour = h.hour), 0) end as records,
  case when b.archived_at is not null then b.dead_letters else coalesce(
    (select sum(s.dead_letters)::bigint from lambda.speed_hours s where s.stream = h.stream and s.hour = h.hour), 0) end
    as dead_letters,
  coalesce(b.duplicates, 0) as duplicates,
  coalesce(b.differences, 0) as differences,
  b.recomputed_at is not null as batch_serves,
  b.sealed_at,
  coalesce(
    (select sum(l.next_offset - l.first_offset)::bigint from lambda.losses l where l.stream = h.stream and l.hour = h.hour), 0)
    as lost,
  case when b.recomputed_at is not null and b.reconciled_at is null and exists (
    select from lambda.boundaries d join lambda.partitions p using (stream, partition)
    where d.stream = h.stream and d.hour = h.hour + interval '1 hour' and p.next_offset < d.first_offset)
    then 'the speed layer' end as waits_for
from hour h
left join lambda.batch_hours b using (stream, hour);
