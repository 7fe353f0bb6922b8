// How the page gets its data: one function for requests, and hooks that keep an answer fresh.
import { useEffect, useRef, useState } from '/lib/preact.js';

/** What the API refuses, with the words of its problem document. */
export class Problem extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

/** The JSON of a GET request. Throws a Problem if the API refuses it or does not answer. */
export async function get(path, signal) {
  let answer;
  try {
    answer = await fetch(path, { signal, headers: { Accept: 'application/json' } });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, 'The API does not answer', "The API does not answer; './lambda status' tells whether it runs.");
  }
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Problem(answer.status, problem.title ?? answer.statusText, problem.detail);
}

/** A path with those parameters that have a value. */
export function url(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, each);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

const FRESH = 30_000;

/**
 * The answer to a path, asked again every few seconds while the page is visible. An answer stays while the next one is
 * under way, and while one fails: `error` tells so.
 *
 * @param path null asks for nothing
 * @param version what the answer usually depends on, if that is known: while it is the same, an answer holds for half a minute
 */
export function useAnswer(path, everySeconds = 0, version = undefined) {
  const [state, setState] = useState({ path: null, data: null, error: null });
  const current = useRef(version);
  current.current = version;
  useEffect(() => {
    if (!path) return undefined;
    const abort = new AbortController();
    let timer = null;
    let answered;
    let answeredAt = 0;
    const ask = async () => {
      const wanted = current.current;
      if (!document.hidden && (wanted === undefined || wanted !== answered || Date.now() - answeredAt > FRESH)) {
        try {
          const data = await get(path, abort.signal);
          answered = wanted;
          answeredAt = Date.now();
          setState({ path, data, error: null });
        } catch (error) {
          if (abort.signal.aborted) return;
          setState(before => ({ path, data: before.path === path ? before.data : null, error }));
        }
      }
      if (everySeconds > 0 && !abort.signal.aborted) timer = setTimeout(ask, everySeconds * 1000);
    };
    ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [path, everySeconds]);
  const isCurrent = state.path === path;
  return { data: isCurrent ? state.data : null, error: isCurrent ? state.error : null };
}

const AGAIN_AFTER = 10_000;

/**
 * The server-sent events of a path. The browser connects again by itself, and tells the server where it was; where a
 * server refuses it gives up, so a new connection is tried after a while.
 *
 * @param take called with each event's data
 * @returns { connected, problem }: whether the connection stands, and why no events come although it does
 */
export function useEvents(path, event, take) {
  const [connected, setConnected] = useState(false);
  const [problem, setProblem] = useState(null);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (!path) return undefined;
    let source;
    let timer = null;
    const connect = () => {
      source = new EventSource(path);
      source.addEventListener('open', () => setConnected(true));
      source.addEventListener('error', () => {
        setConnected(false);
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, AGAIN_AFTER);
      });
      source.addEventListener('problem', message => setProblem(JSON.parse(message.data).detail));
      source.addEventListener(event, message => {
        setProblem(null);
        latest.current(JSON.parse(message.data));
      });
    };
    connect();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [path, event]);
  return { connected, problem };
}
