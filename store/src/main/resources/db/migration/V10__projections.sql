-- A projection writes to one Elasticsearch index at a time, its generation. Which one, and what is known to be in it, is stored
-- here; whatever Elasticsearch holds instead is replaced by a new generation, filled from Postgres.
alter table lambda.projections
  -- The current generation; null before the first. Elasticsearch gives each index that it creates another uuid.
  add column index_name text,
  add column index_uuid text,
  -- What the index was made for: its mapping and the form of its ids.
  add column layout text,
  -- The version of the last round that was written completely.
  add column confirmed bigint not null default 0,
  -- How often a new generation was asked for (see the workflow ReprojectView), and which request the current one answers.
  add column requested bigint not null default 0,
  add column built bigint not null default 0,
  add column built_at timestamptz,
  add column built_because text,
  -- Which process projects, and until when it alone does.
  add column owner text,
  add column owned_until timestamptz;

-- Documents that Elasticsearch refuses. Each is tried again when its row changes and when the projection is rebuilt.
create table lambda.rejected_documents (
  view        text not null,
  id          text not null,
  document    text not null,
  reason      text not null,
  version     bigint not null,
  rejected_at timestamptz not null default now(),
  primary key (view, id)
);
