// A view as a card: lines over its windows, ranked bars of its keys, its figures, and how to query it.
import { html, useContext, useMemo, useState } from '/lib/preact.js';
import { LineChart, Legend, RankedBars, sourceText } from './chart.js';
import { url, useAnswer } from './data.js';
import { keyText, number, second, windowStart } from './format.js';
import { Live, version } from './live.js';
import { Choice, Failure, Loading, Snippet, Table } from './parts.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RANGES = [
  { name: '1 h', value: HOUR },
  { name: '6 h', value: 6 * HOUR },
  { name: '24 h', value: DAY },
  { name: '7 d', value: 7 * DAY },
  { name: '30 d', value: 30 * DAY },
  { name: '1 y', value: 366 * DAY },
];
const LENGTHS = { minute: MINUTE, hour: HOUR, day: DAY, month: 31 * DAY };
const MAX_POINTS = 800;
const SHOWN_KEYS = 8;

/** The ranges that show at least two windows of a view. */
function rangesOf(view) {
  return RANGES.filter(range => range.value >= 2 * LENGTHS[view.window]);
}

/** The finest granularity that makes a chart of the range readable. */
function granularity(view, range) {
  const names = view.granularities.filter(name => name in LENGTHS);
  return names.find(name => range / LENGTHS[name] <= MAX_POINTS) ?? names.at(-1);
}

function seconds(time) {
  return Date.parse(time) / 1000;
}

/** Rows of one key, or of the sums over all keys, as a line. */
function asLine(rows, measure) {
  const ordered = [...rows].sort((a, b) => seconds(a.window) - seconds(b.window));
  return {
    times: ordered.map(row => seconds(row.window)),
    values: ordered.map(row => row.measures[measure]),
    realTimeFrom: ordered.filter(row => row.source !== 'batch-exact').map(row => seconds(row.window))[0] ?? null,
    exact: ordered.every(row => row.source === 'batch-exact'),
  };
}

/** The question for a chart: the totals over all keys, or one key. */
function seriesPath(view, from, range, key) {
  return url(`/api/views/${view.view}`, {
    from,
    granularity: granularity(view, range),
    group: key ? undefined : 'none',
    key: key?.map(value => value ?? '(null)'),
    limit: 2 * MAX_POINTS,
  });
}

function topPath(view, from, measure) {
  return url(`/api/views/${view.view}`, { from, granularity: 'all', top: SHOWN_KEYS, by: measure });
}

/** The start of a range that ends now; it moves a hundredth of the range at a time, so that the chart stands still. */
function startOf(range, now) {
  const step = Math.max(MINUTE, range / 100);
  return `${new Date(Math.floor((now - range) / step) * step).toISOString().slice(0, 19)}Z`;
}

export function ViewCard({ view }) {
  const ranges = rangesOf(view);
  const [range, setRange] = useState(ranges[Math.min(1, ranges.length - 1)].value);
  const [measure, setMeasure] = useState(view.measures[0].name);
  const [key, setKey] = useState(null);
  const [index, setIndex] = useState(null);
  const from = startOf(range, Date.now());

  const known = version(useContext(Live), view.stream);
  const series = useAnswer(seriesPath(view, from, range, key), 3, known);
  const top = useAnswer(view.groupBy.length > 0 ? topPath(view, from, measure) : null, 3, known);
  const line = useMemo(() => asLine(series.data?.rows ?? [], measure), [series.data, measure]);
  const lines = [{ name: nameOf(view, measure, key), values: line.values }];

  return html`<section class="card" aria-label=${view.view}>
    <header>
      <h2>${view.view}</h2>
      <span class="muted">per ${view.window}${view.groupBy.length ? `, by ${view.groupBy.join(' and ')}` : ''}</span>
      <${Freshness} answer=${series.data} />
    </header>
    <div class="bar">
      <${Choice} label="Figure" value=${measure} onChange=${setMeasure}
        options=${view.measures.map(each => ({ name: each.name, value: each.name }))} />
      <${Choice} label="Time range" value=${range}
        onChange=${setRange} options=${ranges} />
      ${key && html`<button type="button" class="chip" onClick=${() => setKey(null)}>${keyText(key)} ✕</button>`}
    </div>
    ${series.error && html`<${Failure} error=${series.error} />`}
    ${!series.data && !series.error && html`<${Loading} />`}
    ${series.data && line.times.length === 0 && html`<p class="muted">No figures in this range.</p>`}
    <div class=${`view ${view.groupBy.length ? 'with-bars' : ''}`}>
      ${line.times.length === 1 && html`<p class="big">
        <b>${number(line.values[0])}</b> ${lines[0].name}, ${windowStart(series.data.rows[0].window, view.window)}
      </p>`}
      ${line.times.length > 1 && html`<div>
        <${Legend} times=${line.times} lines=${lines} index=${index} />
        <${LineChart} times=${line.times} lines=${lines} onHover=${setIndex}
          realTimeFrom=${line.exact ? Number.MAX_SAFE_INTEGER : line.realTimeFrom} />
      </div>`}
      ${top.data?.rows.length > 0 && html`<div>
        <p class="muted small">Top ${view.groupBy.join(', ')}. Choose one to see it alone.</p>
        <${RankedBars} rows=${top.data.rows} measure=${measure} onPick=${setKey} />
      </div>`}
    </div>
    <details>
      <summary>Figures and queries</summary>
      <${Rows} view=${view} rows=${series.data?.rows ?? []} />
      <${Snippet} title="curl" text=${view.query.curl} />
      <${Snippet} title="psql" text=${view.query.sql} />
      <${Snippet} title="DuckDB, over the batch layer's Parquet files" text=${view.query.duckdb} />
    </details>
  </section>`;
}

/** What a line shows: one key, or all of them together. */
function nameOf(view, measure, key) {
  if (key) return `${measure} of ${keyText(key)}`;
  return view.groupBy.length > 0 ? `${measure}, all keys` : measure;
}

/** Up to when the figures are exact. */
function Freshness({ answer }) {
  if (!answer) return null;
  return html`<span class="freshness">
    ${answer.batchExactUpTo
      ? html`<i class="dot batch-exact" /> batch-exact for arrivals before ${second(answer.batchExactUpTo)}`
      : html`<i class="dot real-time" /> real-time; no hour is sealed yet`}
  </span>`;
}

function Rows({ view, rows }) {
  const shown = rows.slice(-20);
  return html`<${Table} empty="No figures in this range."
    columns=${['Window', ...(rows[0]?.key.length ? view.groupBy : []), ...view.measures.map(each => each.name), 'Source']}
    rows=${shown.map(row => [
      windowStart(row.window, view.window),
      ...row.key.map(value => value ?? '(null)'),
      ...view.measures.map(each => number(row.measures[each.name])),
      html`<span title=${sourceText(row.source)}><i class=${`dot ${row.source}`} /> ${row.source}</span>`,
    ])} />`;
}
