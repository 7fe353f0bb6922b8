-- What was erased of each hour, and of the raw sink (hour is null). Never whose it was.
create table lambda.erasures (
  -- The request; whoever asks again by the same name is answered from here.
  request      text not null,
  stream       text not null,
  hour         timestamptz,
  events       bigint not null,
  dead_letters bigint not null,
  erased_at    timestamptz not null default now(),
  unique nulls not distinct (request, stream, hour)
);
create index on lambda.erasures (stream, hour);

-- Rows that were taken out of a raw sink, until its projection knows.
create table lambda.removals (
  stream     text not null,
  id         text not null,
  changed_in xid8 not null default pg_current_xact_id(),
  primary key (stream, id)
);

-- Since when the speed partials of an hour are not kept any more: its batch partials were proven by them, or hold less on purpose.
alter table lambda.batch_hours add column retired_at timestamptz;
