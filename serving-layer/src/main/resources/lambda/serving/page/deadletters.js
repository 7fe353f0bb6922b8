// Dead letters: by reason with a sample, by hour, and the command that replays them.
import { html, useState } from '/lib/preact.js';
import { url, useAnswer } from './data.js';
import { minute, number, second } from './format.js';
import { Choice, Failure, Loading, Snippet, Table } from './parts.js';

function Reasons({ reasons }) {
  return html`<${Table} empty="No archived hour of the last two days has any."
    columns=${['Records', 'Reason', 'A sample', 'Partition:offset', 'First', 'Last']}
    rows=${reasons.map(each => [
      number(each.count), each.reason, html`<code class="sample">${each.sample}</code>`, `${each.partition}:${each.offset}`,
      second(each.first), second(each.last),
    ])} />`;
}

function Hours({ hours }) {
  return html`<${Table} columns=${['Hour', 'Records']}
    rows=${hours.map(each => [
      html`<a href=${`#/hours/${each.stream}/${each.hour}`}>${minute(each.hour)}</a>`, number(each.deadLetters)])} />`;
}

/** The command that sends the dead letters of the span again. */
function replay(stream, { from, to }) {
  const input = JSON.stringify({ stream, from, to });
  return `./lambda temporal workflow execute --task-queue lambda --type ReplayDeadLetters --input '${input}'`;
}

export function DeadLettersPage() {
  const streams = useAnswer('/api/streams');
  const [chosen, setChosen] = useState(null);
  const names = streams.data?.streams.map(each => each.stream) ?? [];
  const stream = chosen ?? names[0];
  const { data, error } = useAnswer(stream ? url('/api/deadletters', { stream }) : null, 30);
  return html`
    <h1>Dead letters</h1>
    <p class="lead">Records that could not be counted, each kept byte for byte with its reason. Correct the definition or the
      producer, then send them again.</p>
    ${(streams.error ?? error) && html`<${Failure} error=${streams.error ?? error} />`}
    ${names.length > 0 && html`<${Choice} label="Stream" value=${stream} onChange=${setChosen}
      options=${names.map(name => ({ name, value: name }))} />`}
    ${!data && !error && html`<${Loading} />`}
    ${data && html`
      <h2>By reason</h2>
      ${data.problem && html`<p class="note" role="alert">${data.problem}</p>`}
      <${Reasons} reasons=${data.reasons} />
      <h2>By hour</h2>
      <${Hours} hours=${data.hours} />
      <h2>Send them again</h2>
      <${Snippet} title="in a terminal" text=${replay(stream, data)} />`}`;
}
