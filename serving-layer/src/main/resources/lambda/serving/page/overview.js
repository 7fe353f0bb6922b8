// The first page: the Lambda picture, live, and the last 48 hours of each stream.
import { html, useContext, useState } from '/lib/preact.js';
import { url, useAnswer } from './data.js';
import { compact, rate } from './format.js';
import { HourLegend, HourStrip } from './hours.js';
import { Live } from './live.js';
import { Choice, Failure, Loading } from './parts.js';
import { Picture } from './picture.js';
import { growth } from './rates.js';

const ALL = '';

/** The sum over streams, or null if none has a value. */
function sum(streams, read) {
  const values = streams.map(read).filter(value => value !== null && value !== undefined);
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
}

/** Only the given stream of a sample, or all. */
function only(sample, stream) {
  return stream === ALL ? sample.streams : sample.streams.filter(each => each.stream === stream);
}

/** What the picture shows of one sample. */
function figures(streams) {
  return {
    records: sum(streams, each => each.kafka && each.kafka.end - each.kafka.beginning),
    speedLag: sum(streams, each => each.speed.lag),
    heldBack: sum(streams, each => each.speed.heldBack),
    unarchived: sum(streams, each => each.archive.behind),
    sealed: sum(streams, each => each.hours.sealed),
    unsealed: sum(streams, each => each.hours.unsealed),
    pending: sum(streams, each => each.projection.pending),
  };
}

function flows(samples, stream) {
  return {
    produced: growth(samples, sample => sum(only(sample, stream), each => each.kafka?.end)),
    folded: growth(samples, sample => sum(only(sample, stream), each => each.speed.position)),
    archived: growth(samples, sample => sum(only(sample, stream), each => each.archive.position)),
  };
}

function StreamRow({ sample, samples, hours, now }) {
  const perSecond = growth(samples, each => only(each, sample.stream)[0]?.kafka?.end);
  const ofStream = hours.filter(hour => hour.stream === sample.stream);
  const deadLetters = ofStream.reduce((total, hour) => total + hour.deadLetters, 0);
  return html`<tr>
    <th scope="row"><a href=${`#/streams/${sample.stream}`}>${sample.stream}</a></th>
    <td><${HourStrip} stream=${sample.stream} hours=${ofStream} now=${now} /></td>
    <td class="figure">${rate(perSecond)}</td>
    <td class=${`figure ${sample.speed.lag > 100_000 ? 'bad' : ''}`}>${compact(sample.speed.lag)}</td>
    <td class="figure">${compact(sample.hours.unsealed)}</td>
    <td class="figure">${compact(deadLetters)}</td>
  </tr>`;
}

export function Overview() {
  const { samples, connected, problem } = useContext(Live);
  const [stream, setStream] = useState(ALL);
  const latest = samples.at(-1);
  const since = latest ? new Date(Date.parse(latest.at) - 49 * 3_600_000).toISOString() : null;
  const hours = useAnswer(since && url('/api/hours', { from: `${since.slice(0, 13)}:00:00Z` }), 5);

  if (!latest) return problem ? html`<p class="note" role="alert">${problem}</p>` : html`<${Loading} />`;
  const names = latest.streams.map(each => each.stream);
  return html`
    <h1>Overview</h1>
    <p class="lead">Every record takes both paths: the speed layer counts it within a second; the batch layer archives it and
      counts it again. Each hour is sealed once both agree.</p>
    <div class="bar">
      <${Choice} label="Stream" value=${stream} onChange=${setStream}
        options=${[{ name: 'All streams', value: ALL }, ...names.map(name => ({ name, value: name }))]} />
      <span class=${`live ${connected ? 'on' : ''}`} role="status">${connected ? 'live' : 'connecting…'}</span>
    </div>
    <${Picture} now=${figures(only(latest, stream))} rates=${flows(samples, stream)} />
    ${problem && html`<p class="note" role="alert">${problem}</p>`}
    ${latest.kafkaProblem && html`<p class="note" role="alert">${latest.kafkaProblem}</p>`}
    <h2>The last 48 hours</h2>
    ${hours.error && html`<${Failure} error=${hours.error} />`}
    <div class="table"><table class="streams">
      <thead><tr><th>Stream</th><th>Hours of arrival, UTC</th><th class="figure">Records</th><th class="figure">Lag</th>
        <th class="figure">To seal</th><th class="figure">Dead letters</th></tr></thead>
      <tbody>${latest.streams.map(each => html`<${StreamRow} key=${each.stream} sample=${each} samples=${samples}
        hours=${hours.data?.hours ?? []} now=${Date.parse(latest.at)} />`)}</tbody>
    </table></div>
    <${HourLegend} />`;
}
