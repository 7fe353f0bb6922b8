// The page of a stream: a card for each view, and the definition.
import { html } from '/lib/preact.js';
import { useAnswer } from './data.js';
import { Failure, Loading, Snippet, Table } from './parts.js';
import { ViewCard } from './view.js';

export function StreamPage({ name }) {
  const streams = useAnswer('/api/streams');
  const views = useAnswer('/api/views');
  const error = streams.error ?? views.error;
  if (error) return html`<${Failure} error=${error} />`;
  if (!streams.data || !views.data) return html`<${Loading} />`;
  const stream = streams.data.streams.find(each => each.stream === name);
  if (!stream) {
    return html`<${Failure} error=${{
      title: `No stream is named ${name}`,
      message: `Streams: ${streams.data.streams.map(each => each.stream).join(', ')}`,
    }} />`;
  }
  return html`
    <h1>${stream.stream}</h1>
    <p class="lead">Topic <code>${stream.topic}</code>. ${stream.rawSink && html`Its records are also in the table and the index <code>${stream.rawSink}</code>.`}</p>
    ${views.data.views.filter(view => view.stream === name).map(view => html`<${ViewCard} key=${view.view} view=${view} />`)}
    <section>
      <h2>Definition</h2>
      <div class="columns">
        <${Snippet} title=${`streams/${stream.stream}.yaml`} text=${stream.yaml} />
        <div>
          <h3>Fields</h3>
          <${Table} columns=${['Field', 'Type']} rows=${stream.fields.map(field => [html`<code>${field.split(' ')[0]}</code>`, field.slice(field.indexOf(' '))])} />
        </div>
      </div>
    </section>`;
}

/** All streams, where none is chosen. */
export function StreamsPage() {
  const { data, error } = useAnswer('/api/streams');
  if (error) return html`<${Failure} error=${error} />`;
  if (!data) return html`<${Loading} />`;
  return html`
    <h1>Streams</h1>
    <p class="lead">A stream is a Kafka topic with a schema. Its views are defined once, and computed by both layers.</p>
    <${Table} columns=${['Stream', 'Topic', 'Views']} empty="No stream is defined. Add a YAML file to streams/ and start again."
      rows=${data.streams.map(stream => [
        html`<a href=${`#/streams/${stream.stream}`}>${stream.stream}</a>`,
        html`<code>${stream.topic}</code>`,
        stream.views.map(view => view.view).join(', '),
      ])} />`;
}
