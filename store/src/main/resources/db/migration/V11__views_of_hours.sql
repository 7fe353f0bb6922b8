-- Which definitions are declared at present. The others are kept with their figures.
alter table lambda.streams
  add column declared boolean not null default true,
  -- Lines of nullable fields that were declared once. One that comes back must have the type that it had.
  add column former text[] not null default '{}';
alter table lambda.views add column declared boolean not null default true;

-- The views that the batch layer computed each hour for. It serves a view's hour only if the hour is here.
create table lambda.batch_views (
  view        text not null,
  hour        timestamptz not null,
  -- When the figures were compared with those of the speed layer; null if not, or if it had not folded all of the hour for the view.
  compared_at timestamptz,
  primary key (view, hour)
);

insert into lambda.batch_views (view, hour)
select v.view, b.hour from lambda.views v join lambda.batch_hours b using (stream)
where b.recomputed_at > v.created_at;

-- The offsets that the speed layer has folded for each view: from first_offset, inclusive, to next_offset, exclusive.
create table lambda.view_positions (
  view         text not null,
  partition    int not null,
  first_offset bigint not null,
  next_offset  bigint not null check (next_offset >= first_offset),
  primary key (view, partition)
);

-- A view folds from its creation on; the hour in which it was created is the first that it may lack records of.
insert into lambda.view_positions (view, partition, first_offset, next_offset)
select v.view, p.partition, least(p.next_offset, case
    when not exists (
      select from lambda.boundaries b where b.stream = p.stream and b.partition = p.partition and b.hour <= v.created_at
    ) then 0
    else coalesce((
      select min(b.first_offset) from lambda.boundaries b
      where b.stream = p.stream and b.partition = p.partition and b.hour > v.created_at
    ), p.next_offset)
  end), p.next_offset
from lambda.views v join lambda.partitions p using (stream);
