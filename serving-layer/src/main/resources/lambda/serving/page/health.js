// Health: the processes, and what each says of itself.
import { html } from '/lib/preact.js';
import { useAnswer } from './data.js';
import { Badge, Failure, Loading, Table } from './parts.js';

export function HealthPage() {
  const { data, error } = useAnswer('/api/health', 2);
  if (error && !data) return html`<${Failure} error=${error} />`;
  if (!data) return html`<${Loading} />`;
  return html`
    <h1>Health <${Badge} state=${data.state} /></h1>
    ${error && html`<${Failure} error=${error} />`}
    <${Table} columns=${['Process', 'State', 'What it says']}
      rows=${data.processes.map(each => [
        each.process,
        html`<${Badge} state=${each.state} />`,
        [each.problem, ...each.notes].filter(Boolean).map(line => html`<div>${line}</div>`),
      ])} />`;
}
