-- How many rows the speed layer has inserted for each view and hour: what LAMBDA_VIEW_QUOTA limits. Each flush adds its own in the
-- transaction that inserts them. Rows of hours that began before this version are not counted.
create table lambda.view_rows (
  view text not null,
  hour timestamptz not null,
  rows bigint not null,
  primary key (view, hour)
);
