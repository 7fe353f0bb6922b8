// Small parts that all pages share.
import { html, useState } from '/lib/preact.js';

export function Loading() {
  return html`<p class="muted" role="status">Loading…</p>`;
}

/** A request that failed, in the API's words. */
export function Failure({ error }) {
  return html`<div class="failure" role="alert"><b>${error.title ?? 'Failed'}</b><p>${error.message}</p></div>`;
}

/** The state of an hour or a process. */
export function Badge({ state }) {
  return html`<span class=${`badge ${state}`}>${state}</span>`;
}

/** @param rows lists of cells, one for each column */
export function Table({ columns, rows, empty = 'None.' }) {
  if (rows.length === 0) return html`<p class="muted">${empty}</p>`;
  return html`<div class="table"><table>
    <thead><tr>${columns.map(column => html`<th key=${column} scope="col">${column}</th>`)}</tr></thead>
    <tbody>${rows.map(cells => html`<tr>${cells.map(cell => html`<td>${cell ?? '–'}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

/** A text to copy. */
export function Snippet({ title, text }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return html`<figure class="snippet">
    <figcaption>${title}<button type="button" onClick=${copy}>${copied ? 'Copied' : 'Copy'}</button></figcaption>
    <pre><code>${text}</code></pre>
  </figure>`;
}

/** Buttons of which one is pressed. */
export function Choice({ label, options, value, onChange }) {
  return html`<div class="choice" role="group" aria-label=${label}>
    ${options.map(option => html`<button type="button" key=${option.value} aria-pressed=${option.value === value}
      onClick=${() => onChange(option.value)}>${option.name}</button>`)}
  </div>`;
}
