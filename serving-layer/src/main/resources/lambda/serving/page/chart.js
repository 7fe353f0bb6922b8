// Charts: lines over time with uPlot, and ranked bars.
import { html, useEffect, useRef } from '/lib/preact.js';
import uPlot from '/lib/uplot.js';
import { compact, keyText, number, second } from './format.js';

const HEIGHT = 240;
const LINES = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5', '--line-6'];

// uPlot's formats of the time axis: smallest step in seconds, format, then the addition where a year, (month,) day begins.
const TIMES = [
  [3600 * 24 * 365, '{YYYY}', null, null, null, null, null, null, 1],
  [3600 * 24 * 28, '{YYYY}-{MM}', null, null, null, null, null, null, 1],
  [3600 * 24, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function axis(extra) {
  return {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
    ...extra,
  };
}

/** Shades what is not batch-exact yet. */
function shadeRealTime(from) {
  return plot => {
    const left = from === null ? plot.bbox.left : Math.max(plot.valToPos(from, 'x', true), plot.bbox.left);
    const right = plot.bbox.left + plot.bbox.width;
    if (left >= right) return;
    plot.ctx.save();
    plot.ctx.fillStyle = colour('--real-time-shade');
    plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
    plot.ctx.restore();
  };
}

function options(names, width, realTimeFrom, onHover) {
  return {
    width,
    height: HEIGHT,
    tzDate: time => uPlot.tzDate(new Date(time * 1000), 'UTC'),
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high ?? 0) > 0 ? high * 1.08 : 1] } },
    axes: [axis({ values: TIMES }), axis({ size: 56, values: (_, ticks) => ticks.map(compact) })],
    series: [
      {},
      ...names.map((name, line) => ({
        label: name,
        stroke: colour(LINES[line % LINES.length]),
        width: 2,
        points: { show: (plot, _, from, to) => to - from < 60 },
      })),
    ],
    hooks: {
      drawClear: [shadeRealTime(realTimeFrom)],
      setCursor: [plot => onHover(plot.cursor.idx ?? null)],
    },
  };
}

/**
 * Lines over time.
 *
 * @param times seconds since the epoch
 * @param lines [{ name, values }], a value for each time
 * @param realTimeFrom seconds since the epoch from where figures are real-time; null if all are
 * @param onHover takes the index of the time under the pointer, or null
 */
export function LineChart({ times, lines, realTimeFrom, onHover }) {
  const root = useRef(null);
  const plot = useRef(null);
  const names = lines.map(line => line.name).join('\n');
  const data = [times, ...lines.map(line => line.values)];

  useEffect(() => {
    const element = root.current;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(
        options(names.split('\n'), element.clientWidth, realTimeFrom, onHover), data, element);
    };
    draw();
    const resized = new ResizeObserver(() => plot.current.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      scheme.removeEventListener('change', draw);
      resized.disconnect();
      plot.current.destroy();
    };
  }, [names, realTimeFrom]);

  useEffect(() => plot.current.setData(data), [times, lines]);

  return html`<div class="chart" ref=${root} role="img" aria-label=${`Chart of ${lines.map(line => line.name).join(', ')}`} />`;
}

/** The legend of a line chart, with the figures under the pointer or the last ones. */
export function Legend({ times, lines, index }) {
  const at = index ?? times.length - 1;
  return html`<div class="legend">
    <span class="muted">${times.length ? second(new Date(times[at] * 1000).toISOString()) : ''}</span>
    ${lines.map(
      (line, place) => html`<span key=${line.name}>
        <i class=${`dot line-${(place % LINES.length) + 1}`} /> ${line.name} <b>${number(line.values[at])}</b>
      </span>`,
    )}
  </div>`;
}

/** Ranked bars: one for each row, the longest first. */
export function RankedBars({ rows, measure, onPick }) {
  const longest = Math.max(...rows.map(row => Math.abs(row.measures[measure] ?? 0)), 0);
  return html`<ol class="bars">
    ${rows.map(row => {
      const value = row.measures[measure];
      const share = longest > 0 ? (100 * Math.abs(value ?? 0)) / longest : 0;
      return html`<li key=${JSON.stringify(row.key)}>
        <button type="button" title=${sourceText(row.source)} onClick=${() => onPick(row.key)}>
          <span class="bar-name">${keyText(row.key)}</span>
          <span class="bar-track"><i class=${row.source} style=${{ width: `${share}%` }} /></span>
          <span class="bar-value">${number(value)}</span>
        </button>
      </li>`;
    })}
  </ol>`;
}

/** What a row's source means. */
export function sourceText(source) {
  switch (source) {
    case 'batch-exact':
      return 'batch-exact: recomputed from the archive';
    case 'real-time':
      return 'real-time: folded by the speed layer';
    case 'incomplete':
      return 'incomplete: the view does not have all records yet';
    default:
      return source;
  }
}
