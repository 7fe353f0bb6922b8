// The overview, once a second: one connection for the whole page, since browsers allow few.
import { createContext, html, useState } from '/lib/preact.js';
import { useEvents } from './data.js';
import { addSample } from './rates.js';

/** { samples, connected, problem }: the samples of the last seconds, the latest last, and why none come. */
export const Live = createContext({ samples: [], connected: false, problem: null });

export function LiveProvider({ children }) {
  const [samples, setSamples] = useState([]);
  const { connected, problem } = useEvents('/api/events', 'overview', sample => setSamples(before => addSample(before, sample)));
  return html`<${Live.Provider} value=${{ samples, connected, problem }}>${children}<//>`;
}

/** What the figures of a stream depend on; undefined while it is unknown. */
export function version({ samples, connected }, stream) {
  const sample = samples.at(-1)?.streams.find(each => each.stream === stream);
  return sample && connected ? `${sample.speed.position}/${sample.hours.recomputed}/${sample.hours.sealed}` : undefined;
}
