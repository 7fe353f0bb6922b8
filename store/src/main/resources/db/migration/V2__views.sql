-- What a stream takes for an event. A change would mix figures, so it is refused.
create table lambda.streams (
  stream   text primary key,
  contract text[] not null
);

-- Sketches of `uniques` measures: the SIZE smallest different hashes, ascending, and after them the next
-- smallest, which is the sketch's theta. See UniquesSketch.
create function lambda.uniques_size() returns int
language sql immutable parallel safe return 2048;

-- The sketch of both sets of values together.
create function lambda.uniques_merge(a bigint[], b bigint[]) returns bigint[]
language sql immutable parallel safe as $$
  select case
    when a = b or cardinality(b) = 0 then a
    when cardinality(a) = 0 then b
    else array(
      select distinct hash from unnest(a || b) hash
      order by hash limit lambda.uniques_size() + 1)
  end
$$;

create aggregate lambda.uniques_union(bigint[]) (
  sfunc = lambda.uniques_merge, stype = bigint[], initcond = '{}', parallel = safe, combinefunc = lambda.uniques_merge
);

-- How many different values a sketch has seen: exact while theta is not reached, else size / theta.
create function lambda.uniques_estimate(sketch bigint[]) returns bigint
language sql immutable parallel safe as $$
  select case
    when cardinality(sketch) <= lambda.uniques_size() then cardinality(sketch)::bigint
    else round(lambda.uniques_size() / (sketch[lambda.uniques_size() + 1] / 9223372036854775808.0))::bigint
  end
$$;
