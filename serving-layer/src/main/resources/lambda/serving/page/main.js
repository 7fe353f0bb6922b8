// The page: navigation by the part of the address after '#', so that each place has a link.
import { html, render, useEffect, useState } from '/lib/preact.js';
import { DeadLettersPage } from './deadletters.js';
import { HealthPage } from './health.js';
import { HourPage } from './hours.js';
import { LiveProvider } from './live.js';
import { Overview } from './overview.js';
import { StreamPage, StreamsPage } from './stream.js';

const PLACES = [
  { name: 'Overview', href: '#/', root: '' },
  { name: 'Streams', href: '#/streams', root: 'streams' },
  { name: 'Dead letters', href: '#/deadletters', root: 'deadletters' },
  { name: 'Health', href: '#/health', root: 'health' },
];

/** The parts of the address: ['streams', 'pageviews']. One that is not encoded properly stays as it is. */
function parts() {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(part => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

function useParts() {
  const [current, setCurrent] = useState(parts());
  useEffect(() => {
    const changed = () => setCurrent(parts());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return current;
}

function Place({ at: [root, first, second] }) {
  switch (root) {
    case undefined:
      return html`<${Overview} />`;
    case 'streams':
      return first ? html`<${StreamPage} key=${first} name=${first} />` : html`<${StreamsPage} />`;
    case 'hours':
      return html`<${HourPage} key=${`${first}/${second}`} stream=${first} hour=${second} />`;
    case 'deadletters':
      return html`<${DeadLettersPage} />`;
    case 'health':
      return html`<${HealthPage} />`;
    default:
      return html`<h1>There is nothing here</h1><p><a href="#/">Go to the overview</a></p>`;
  }
}

function App() {
  const at = useParts();
  return html`
    <header class="top">
      <a class="brand" href="#/"><img src="/logo.svg" alt="" width="28" height="28" /> Lambda</a>
      <nav aria-label="Main">
        ${PLACES.map(place => html`<a key=${place.name} href=${place.href}
          aria-current=${(at[0] ?? '') === place.root ? 'page' : undefined}>${place.name}</a>`)}
      </nav>
    </header>
    <main><${LiveProvider}><${Place} at=${at} /><//></main>`;
}

render(html`<${App} />`, document.getElementById('app'));
