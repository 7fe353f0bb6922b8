-- Since when an hour that was recomputed is due to be recomputed again: its files, or those of the hour before, were replaced by files
-- with other records, it lacks a view, or a backfill wants it anew. Only a recompute clears it, so an hour is never reconciled or sealed
-- with partials that are due to be replaced.
alter table lambda.batch_hours add column reopened_at timestamptz;

-- Hours that were reopened before this version.
update lambda.batch_hours set reopened_at = now() where recomputed_at is not null and reconciled_at is null;

alter table lambda.batch_hours add check (reconciled_at is null or reopened_at is null);
