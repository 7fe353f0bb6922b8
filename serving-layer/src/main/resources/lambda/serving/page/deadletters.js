// Dead letters: by reason, over time, with samples, and the command that replays them.
import { html, useState } from '/lib/preact.js';
import { url, useAnswer } from './data.js';
import { minute, number } from './format.js';
import { Choice, Failure, Loading, Snippet, Table } from './parts.js';

export function DeadLettersPage() {
  const streams = useAnswer('/api/streams');
  const [chosen, setChosen] = useState(null);
  const names = streams.data?.streams.map(each => each.stream) ?? [];
  const stream = chosen ?? names[0];
  const { data, error } = useAnswer(stream ? url('/api/deadletters', { stream }) : null, 10);
  return html`
    <h1>Dead letters</h1>
    <p class="lead">Records that could not be counted, each kept byte for byte with its reason. Mend the definition or the
      producer, then replay them.</p>
    ${(streams.error ?? error) && html`<${Failure} error=${streams.error ?? error} />`}
    ${names.length > 0 && html`<${Choice} label="Stream" value=${stream} onChange=${setChosen}
      options=${names.map(name => ({ name, value: name }))} />`}
    ${!data && !error && html`<${Loading} />`}
    ${data && html`
      <section>
        <h2>By reason</h2>
        <${Table} empty="None in the archived hours." columns=${['Reason', 'Records', 'First hour', 'Last hour']}
          rows=${data.reasons.map(each => [each.reason, number(each.records), minute(each.firstHour), minute(each.lastHour)])} />
      </section>
      <section>
        <h2>By hour</h2>
        <${Table} empty="None." columns=${['Hour', 'Records']}
          rows=${data.hours.map(each => [
            html`<a href=${`#/hours/${stream}/${each.hour}`}>${minute(each.hour)}</a>`, number(each.deadLetters)])} />
      </section>
      ${data.samples?.length > 0 && html`<section>
        <h2>Samples</h2>
        <${Table} columns=${['Partition', 'Offset', 'Reason', 'Record']}
          rows=${data.samples.map(each => [number(each.partition), number(each.offset), each.reason, html`<code>${each.value}</code>`])} />
      </section>`}
      <${Snippet} title="Replay them" text=${data.replay} />`}`;
}
