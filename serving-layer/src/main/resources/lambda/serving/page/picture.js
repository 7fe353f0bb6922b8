// The Lambda picture: how records flow from Kafka through both layers to the answers, with figures of now.
import { html } from '/lib/preact.js';
import { compact, count, rate } from './format.js';

const WIDTH = 1080;
const HEIGHT = 300;

function Box({ x, y, width = 160, kind, title, lines }) {
  return html`<g class=${`box ${kind}`} transform=${`translate(${x} ${y})`}>
    <rect width=${width} height="76" rx="10" />
    <text class="box-title" x="14" y="24">${title}</text>
    ${lines.map((line, place) => html`<text x="14" y=${44 + 18 * place}>${line}</text>`)}
  </g>`;
}

/** An arrow that moves while records flow. */
function Arrow({ path, kind, perSecond, label, x, y, anchor = 'middle' }) {
  const flows = perSecond > 0;
  const seconds = flows ? Math.max(0.4, 3 - Math.log10(1 + perSecond) * 0.6) : 0;
  return html`<g class=${`arrow ${kind}`}>
    <path class="arrow-base" d=${path} marker-end=${`url(#head-${kind})`} />
    ${flows && html`<path class="arrow-flow" d=${path} style=${{ animationDuration: `${seconds}s` }} />`}
    ${label && html`<text x=${x} y=${y} text-anchor=${anchor}>${label}</text>`}
  </g>`;
}

function Head({ kind }) {
  return html`<marker id=${`head-${kind}`} class=${`head ${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"
      markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
    <path d="M0 0 8 4 0 8z" />
  </marker>`;
}

function hours(number, what) {
  return number === null ? '' : `${count(number, 'hour')} ${what}`;
}

/**
 * @param now the figures to show: records, speedLag, heldBack, unarchived, sealed, unsealed, pending
 * @param rates records a second: produced, folded, archived
 */
export function Picture({ now, rates }) {
  return html`<div class="picture">
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img"
      aria-label="Records flow from Kafka through the speed layer and the batch layer to the serving views">
      <defs><${Head} kind="speed" /><${Head} kind="batch" /><${Head} kind="serving" /></defs>
      <${Arrow} kind="speed" path="M172 130 C 220 130, 210 58, 266 58" perSecond=${rates.folded}
        label=${rate(rates.folded)} x="196" y="76" anchor="end" />
      <${Arrow} kind="batch" path="M172 170 C 215 170, 200 242, 246 242" perSecond=${rates.archived}
        label=${rate(rates.archived)} x="186" y="236" anchor="end" />
      <${Arrow} kind="batch" path="M412 242 H 446" perSecond=${rates.archived} />
      <${Arrow} kind="batch" path="M660 242 C 710 242, 685 170, 732 170" />
      <${Arrow} kind="speed" path="M432 58 C 620 58, 610 130, 732 130" perSecond=${rates.folded}
        label="real-time views" x="560" y="58" anchor="start" />
      <text x="706" y="232" text-anchor="start">batch views</text>
      <${Arrow} kind="serving" path="M898 150 H 932" perSecond=${rates.folded} />

      <${Box} x="10" y="112" kind="source" title="Kafka"
        lines=${[`${compact(now.records)} records`, `${rate(rates.produced)} in`]} />
      <${Box} x="270" y="20" kind="speed" title="Speed layer"
        lines=${[`${compact(now.speedLag)} behind`, now.heldBack ? `${compact(now.heldBack)} held back` : 'folds into Postgres']} />
      <${Box} x="250" y="204" kind="batch" title="Archive"
        lines=${[`${compact(now.unarchived)} to archive`, 'Parquet on S3, hourly']} />
      <${Box} x="450" y="204" width="208" kind="batch" title="Recompute, reconcile"
        lines=${[hours(now.sealed, 'sealed'), hours(now.unsealed, 'to seal')]} />
      <${Box} x="736" y="112" kind="serving" title="Serving views"
        lines=${['both, in Postgres', 'no hour twice']} />
      <${Box} x="936" y="112" width="140" kind="serving" title="Elasticsearch"
        lines=${[now.pending === null ? '' : now.pending ? 'catching up' : 'equal to Postgres']} />
    </svg>
  </div>`;
}
