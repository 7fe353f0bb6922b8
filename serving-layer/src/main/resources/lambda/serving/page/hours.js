// Hours: a strip of the last 48 for each stream, and one hour with its steps.
import { html } from '/lib/preact.js';
import { useAnswer, url } from './data.js';
import { NOTHING, bytes, clock, count, duration, minute, number, second } from './format.js';
import { Badge, Failure, Loading, Table } from './parts.js';

const HOUR = 3_600_000;
const SHOWN = 48;
export const STATES = ['open', 'closed', 'archived', 'recomputed', 'reconciled', 'sealed'];

/** What a cell shows: the state, or what a person should look at. */
function look(hour) {
  if (hour.lost > 0) return 'lost';
  if (hour.differences > 0) return 'differences';
  return hour.state;
}

function tell(hour) {
  const parts = [`${minute(hour.hour)}: ${hour.state}`, count(hour.records ?? 0, 'record')];
  if (hour.deadLetters) parts.push(count(hour.deadLetters, 'dead letter'));
  if (hour.differences) parts.push(count(hour.differences, 'difference'));
  if (hour.lost) parts.push(`${number(hour.lost)} lost`);
  if (hour.waitsFor) parts.push(`waits for ${hour.waitsFor}`);
  return parts.join(', ');
}

/** The starts of the last hours, the current one last. */
function lastHours(now) {
  const current = Math.floor(now / HOUR) * HOUR;
  return Array.from({ length: SHOWN }, (_, back) => new Date(current - (SHOWN - 1 - back) * HOUR))
    .map(start => `${start.toISOString().slice(0, 19)}Z`);
}

/** A cell for each of the last 48 hours of a stream. */
export function HourStrip({ stream, hours, now }) {
  const known = new Map(hours.map(hour => [hour.hour, hour]));
  return html`<div class="strip" role="list" aria-label=${`Hours of ${stream}`}>
    ${lastHours(now).map(start => {
      const hour = known.get(start);
      const midnight = start.slice(11, 13) === '00' ? ' midnight' : '';
      return hour
        ? html`<a role="listitem" key=${start} class=${`cell ${look(hour)}${midnight}`} title=${tell(hour)}
            aria-label=${tell(hour)} href=${`#/hours/${stream}/${start}`} />`
        : html`<span role="listitem" key=${start} class=${`cell none${midnight}`} title=${`${minute(start)}: no records`} />`;
    })}
  </div>`;
}

export function HourLegend() {
  return html`<p class="legend">
    ${[...STATES, 'differences', 'lost'].map(state => html`<span key=${state}><i class=${`cell ${state}`} /> ${state}</span>`)}
  </p>`;
}

function Steps({ steps }) {
  return html`<ol class="steps">
    ${steps.map((step, place) => {
      const before = steps[place - 1]?.at;
      const took = step.at && before ? Date.parse(step.at) - Date.parse(before) : null;
      return html`<li key=${step.step} class=${step.at ? 'done' : 'todo'}>
        <b>${step.step}</b>
        <span>${step.at ? second(step.at) : 'not yet'}</span>
        <span class="muted">${took === null || took < 0 ? '' : `${duration(took)} later`}</span>
      </li>`;
    })}
  </ol>`;
}

function offsets({ firstOffset, nextOffset }) {
  return firstOffset === nextOffset ? 'none' : `${number(firstOffset)} to ${number(nextOffset - 1)}`;
}

/** The values of a JSON object, as one text. */
function states(object) {
  return object === null ? NOTHING : Object.entries(object).map(([name, value]) => `${name} ${value ?? '(null)'}`).join(', ');
}

/** The page of one hour. */
export function HourPage({ stream, hour }) {
  const { data, error } = useAnswer(url(`/api/hours/${encodeURIComponent(stream)}/${encodeURIComponent(hour)}`, {}), 5);
  if (error && !data) return html`<${Failure} error=${error} />`;
  if (!data) return html`<${Loading} />`;
  return html`
    <p class="crumbs"><a href="#/">Overview</a> / <a href=${`#/streams/${stream}`}>${stream}</a></p>
    <h1>${minute(hour)} to ${clock(new Date(Date.parse(hour) + HOUR).toISOString())} <${Badge} state=${data.state} /></h1>
    <p class="lead">Records that arrived in this hour. What they say about earlier times counts in those windows.</p>
    <div class="tiles">
      <div><b>${number(data.records)}</b> records</div>
      <div><b>${number(data.deadLetters)}</b> dead letters</div>
      <div><b>${number(data.duplicates)}</b> duplicates</div>
      <div class=${data.differences > 0 ? 'bad' : ''}><b>${number(data.differences)}</b> differences</div>
      ${data.lost > 0 && html`<div class="bad"><b>${number(data.lost)}</b> lost</div>`}
    </div>
    ${data.waitsFor && html`<p class="note">It waits for ${data.waitsFor}.</p>`}
    <section>
      <h2>Steps</h2>
      <${Steps} steps=${data.steps} />
      ${data.workflow?.url && html`<p><a href=${data.workflow.url} target="_blank" rel="noreferrer">Workflow ${data.workflow.id}</a> in the Temporal UI</p>`}
    </section>
    <section>
      <h2>Files</h2>
      <${Table} empty="Nothing is archived yet."
        columns=${['Object', 'Kind', 'Rows', 'Size', 'Committed']}
        rows=${data.files.map(file => [
          html`<code>${file.object}</code>`, file.kind, number(file.rows), bytes(file.bytes), second(file.committedAt),
        ])} />
    </section>
    <section>
      <h2>Offsets</h2>
      <${Table} empty="Nothing is archived yet." columns=${['Partition', 'Offsets', 'Records', 'Dead letters', 'Without a record']}
        rows=${data.ranges.map(range => [
          range.partition, offsets(range), number(range.rows), number(range.deadLetters), number(range.gaps),
        ])} />
    </section>
    ${data.differenceList.length > 0 && html`<section>
      <h2>Differences</h2>
      <p class="lead">What reconciliation found. The batch layer's figure is served.</p>
      <${Table} columns=${['View', 'Window', 'Key', 'Kind', 'Speed layer', 'Batch layer', 'Explanation']}
        rows=${data.differenceList.map(each => [
          each.view, minute(each.window), states(each.key), each.kind, states(each.speed), states(each.batch), each.explanation,
        ])} />
    </section>`}
    ${data.losses.length > 0 && html`<section>
      <h2>Lost records</h2>
      <${Table} columns=${['Partition', 'Offsets', 'Declared', 'By']}
        rows=${data.losses.map(loss => [
          loss.partition, offsets(loss), second(loss.declaredAt), loss.declaredBy,
        ])} />
    </section>`}`;
}
