-- Kafka's id of the stream's topic; null until it was looked at. A topic made anew has another, and its offsets mean other records.
alter table lambda.streams add column topic_id text;

-- Where the stream begins in the partition: what Kafka held first when the partition was first seen; null until then.
alter table lambda.partitions add column first_offset bigint;
update lambda.partitions p set first_offset = coalesce(
  (select min(b.first_offset) from lambda.boundaries b where b.stream = p.stream and b.partition = p.partition), 0)
where next_offset > 0
  or exists (select from lambda.boundaries b where b.stream = p.stream and b.partition = p.partition);

-- Partitions that were declared and never seen. They are added again when Kafka has them.
delete from lambda.partitions where first_offset is null;
alter table lambda.partitions
  alter column first_offset set default 0,
  alter column first_offset set not null;

-- Records that Kafka had deleted before the speed layer read them. The batch layer counts them if it archived them in time.
create table lambda.speed_gaps (
  stream       text not null,
  partition    int not null,
  first_offset bigint not null,
  next_offset  bigint not null,
  noticed_at   timestamptz not null default now(),
  primary key (stream, partition, first_offset)
);
